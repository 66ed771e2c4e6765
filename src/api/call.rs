//! What belongs to the calls of one plug-in, and is shared by it and its host functions.

use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};

use extism_manifest::Manifest;
use js_sys::Object;
use uuid::Uuid;
use wasm_bindgen::JsValue;

use crate::error::{Code, Error, Result};
use crate::host::Host;

/// The state that a plug-in and its host functions share.
pub(crate) struct Calls {
    pub(crate) id: Uuid,
    pub(crate) manifest: Rc<Manifest>,
    host: OnceCell<Weak<Host>>,
    /// Whether a call runs, also one that nobody waits for any more.
    active: Cell<bool>,
    /// What the application gave to the call that runs.
    context: RefCell<Option<Box<dyn Any>>>,
    /// What a host function failed with in this call, and the value that the guest's frames saw.
    thrown: RefCell<Option<(JsValue, Error)>>,
    /// The host function that was entered and not left.
    entered: RefCell<Option<String>>,
    /// Whether calls can be ended before they are done.
    can_stop: Cell<bool>,
    /// What ends the call that runs.
    stop: RefCell<Option<Box<dyn Fn()>>>,
}

impl Calls {
    pub(crate) fn new(manifest: Rc<Manifest>) -> Rc<Self> {
        Rc::new(Self {
            id: new_id(),
            manifest,
            host: OnceCell::new(),
            active: Cell::new(false),
            context: RefCell::default(),
            thrown: RefCell::default(),
            entered: RefCell::default(),
            can_stop: Cell::new(false),
            stop: RefCell::default(),
        })
    }

    pub(crate) fn attach(&self, host: &Rc<Host>) {
        // Called once, by the plug-in that this belongs to.
        let _ = self.host.set(Rc::downgrade(host));
    }

    pub(crate) fn host(&self) -> Result<Rc<Host>> {
        let host = self.host.get().and_then(Weak::upgrade);
        host.ok_or_else(|| Error::new(Code::Closed, "plugin is closed"))
    }

    /// Begins something that nothing else may happen beside.
    pub(crate) fn begin(self: &Rc<Self>, context: Option<Box<dyn Any>>) -> Result<Running> {
        if self.active.replace(true) {
            return Err(Error::new(Code::Reentrant, "plugin is not reentrant"));
        }
        *self.context.borrow_mut() = context;
        self.thrown.take();
        self.entered.take();
        Ok(Running(self.clone()))
    }

    pub(crate) fn is_active(&self) -> bool {
        self.active.get()
    }

    /// From now on, calls can be ended.
    #[cfg(feature = "worker")]
    pub(crate) fn can_stop(&self) {
        self.can_stop.set(true);
    }

    /// Says what ends the call that runs.
    #[cfg(feature = "worker")]
    pub(crate) fn stop_by(&self, stop: impl Fn() + 'static) {
        *self.stop.borrow_mut() = Some(Box::new(stop));
    }

    /// Ends the call that runs; false where none can be ended.
    pub(crate) fn stop(&self) -> bool {
        let stop = self.stop.take();
        if let Some(stop) = stop {
            stop();
        }
        self.can_stop.get()
    }

    pub(crate) fn take_context(&self) -> Option<Box<dyn Any>> {
        self.context.take()
    }

    pub(crate) fn put_back(&self, context: Option<Box<dyn Any>>) {
        // Of a call that is over, nothing is kept.
        if self.active.get() {
            *self.context.borrow_mut() = context;
        }
    }

    pub(crate) fn enter(&self, label: &str) {
        *self.entered.borrow_mut() = Some(label.to_owned());
    }

    pub(crate) fn leave(&self) {
        self.entered.take();
    }

    /// The value to throw through the guest for a failure, which is remembered.
    pub(crate) fn throw(&self, error: Error) -> JsValue {
        let value = JsValue::from(error.clone());
        *self.thrown.borrow_mut() = Some((value.clone(), error));
        value
    }

    /// The failure behind a value that came out of the guest, if a host function caused it.
    pub(crate) fn take_thrown(&self, value: &JsValue) -> Option<Error> {
        if let Some((_, error)) = self.thrown.take().filter(|(seen, _)| Object::is(seen, value)) {
            return Some(error);
        }
        // A panic ends in a trap of this module: the function was never left.
        let label = self.entered.take()?;
        Some(panicked(&label, value.clone()))
    }
}

/// The error of a host function that panicked, which is a trap of this program's.
pub(crate) fn panicked(label: &str, trap: JsValue) -> Error {
    let text = format!("{label} panicked; what it held, as borrows and locks, stays held");
    Error::new(Code::HostFunction, text).with_cause(trap)
}

/// Marks a call as running for as long as it lives.
pub(crate) struct Running(Rc<Calls>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.context.take();
        self.0.stop.take();
        self.0.active.set(false);
    }
}

fn new_id() -> Uuid {
    let mut bytes = [0_u8; 16];
    for chunk in bytes.chunks_mut(4) {
        let random = (js_sys::Math::random() * 4_294_967_296.0) as u32;
        chunk.copy_from_slice(&random.to_le_bytes()[..chunk.len()]);
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
