//! Futures whose panics end nothing but themselves.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::Function;
use wasm_bindgen::prelude::*;

struct Inner<T> {
    future: RefCell<Pin<Box<dyn Future<Output = T>>>>,
    waker: RefCell<Waker>,
    output: RefCell<Option<T>>,
}

/// A future that gives the trap where the one in it panics. Without it, whoever waits for a promise of the future would wait forever:
/// nothing unwinds, and the trap would end what runs futures in the middle of its work. So each step is taken in a call of
/// JavaScript's, which catches traps.
pub(crate) struct Caught<T: 'static> {
    inner: Rc<Inner<T>>,
    step: Closure<dyn Fn()>,
}

impl<T: 'static> Caught<T> {
    pub(crate) fn new(future: Pin<Box<dyn Future<Output = T>>>) -> Self {
        let inner = Rc::new(Inner {
            future: RefCell::new(future),
            waker: RefCell::new(Waker::noop().clone()),
            output: RefCell::new(None),
        });
        let taken = inner.clone();
        let step = Closure::<dyn Fn()>::new(move || {
            let waker = taken.waker.borrow().clone();
            let polled = taken
                .future
                .borrow_mut()
                .as_mut()
                .poll(&mut Context::from_waker(&waker));
            if let Poll::Ready(output) = polled {
                *taken.output.borrow_mut() = Some(output);
            }
        });
        Self { inner, step }
    }
}

impl<T: 'static> Future for Caught<T> {
    type Output = Result<T, JsValue>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.inner.waker.borrow_mut().clone_from(context.waker());
        let step: &Function = self.step.as_ref().unchecked_ref();
        if let Err(trap) = step.call0(&JsValue::UNDEFINED) {
            // It was left in the middle of a step, and cannot even be dropped.
            std::mem::forget(self.inner.clone());
            return Poll::Ready(Err(trap));
        }
        match self.inner.output.take() {
            Some(output) => Poll::Ready(Ok(output)),
            None => Poll::Pending,
        }
    }
}
