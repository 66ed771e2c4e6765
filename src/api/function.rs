//! Host functions.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use super::current_plugin::CurrentPlugin;
use super::user_data::UserData;
use super::val::{Val, ValType};
use crate::error::Result;

/// The import module of Extism's own functions.
///
/// ```
/// assert_eq!(extism_web::EXTISM_ENV_MODULE, "extism:host/env");
/// ```
pub const EXTISM_ENV_MODULE: &str = "extism:host/env";

/// The import module of the application's functions, unless it says another.
///
/// ```
/// assert_eq!(extism_web::EXTISM_USER_MODULE, "extism:host/user");
/// ```
pub const EXTISM_USER_MODULE: &str = "extism:host/user";

pub(crate) type Immediate = dyn Fn(&mut CurrentPlugin, &[Val], &mut [Val]) -> Result<()>;
/// What an asynchronous function returns.
pub(crate) type Results = Pin<Box<dyn Future<Output = Result<Vec<Val>>>>>;
type Awaited = dyn Fn(CurrentPlugin, Vec<Val>) -> Results;

#[derive(Clone)]
pub(crate) enum Body {
    Sync(Rc<Immediate>),
    Async(Rc<Awaited>),
}

/// A function of the application's that plug-ins can import.
///
/// ```
/// use extism_web::{Function, UserData, Val, ValType};
///
/// let double = Function::new("double", [ValType::I32], [ValType::I32], UserData::new(()), |_plugin, inputs, outputs, _data| {
///     outputs[0] = Val::I32(inputs[0].unwrap_i32() * 2);
///     Ok(())
/// });
/// assert_eq!(double.name(), "double");
/// ```
#[derive(Clone)]
pub struct Function {
    name: String,
    namespace: Option<String>,
    params: Vec<ValType>,
    results: Vec<ValType>,
    body: Body,
}

impl Function {
    /// A function that answers at once. It is given the plug-in that calls it, the arguments, the results to fill in (zeros at
    /// first), and `user_data`. An error that it returns ends the plug-in's call, and is the error of that call.
    ///
    /// Nothing unwinds in WebAssembly: after a panic in a host function the plug-in's call fails with
    /// [`Code::HostFunction`](crate::Code::HostFunction) and a message that names the function, and what the panicking code held
    /// (borrows, locks) stays held.
    ///
    /// ```
    /// use extism_web::{CurrentPlugin, Error, Function, UserData, Val, PTR};
    ///
    /// fn shout(plugin: &mut CurrentPlugin, inputs: &[Val], outputs: &mut [Val], _data: UserData<()>) -> Result<(), Error> {
    ///     let text: String = plugin.memory_get_val(&inputs[0])?;
    ///     plugin.memory_set_val(&mut outputs[0], text.to_uppercase())
    /// }
    ///
    /// let function = Function::new("shout", [PTR], [PTR], UserData::new(()), shout);
    /// # assert_eq!(function.results(), [PTR]);
    /// ```
    pub fn new<T: 'static, F>(
        name: impl Into<String>,
        params: impl IntoIterator<Item = ValType>,
        results: impl IntoIterator<Item = ValType>,
        user_data: UserData<T>,
        f: F,
    ) -> Self
    where
        F: 'static + Fn(&mut CurrentPlugin, &[Val], &mut [Val], UserData<T>) -> Result<()>,
    {
        let body = Rc::new(
            move |plugin: &mut CurrentPlugin, inputs: &[Val], outputs: &mut [Val]| {
                f(plugin, inputs, outputs, user_data.clone())
            },
        );
        Self::of(name, params, results, Body::Sync(body))
    }

    /// A function that the plug-in waits for. It returns its results. The page does not wait: the engine suspends the plug-in,
    /// which must be called by [`Plugin::call_async`](crate::Plugin::call_async).
    ///
    /// ```
    /// use extism_web::{Function, UserData, Val, PTR};
    ///
    /// let slow = Function::new_async("slow_echo", [PTR], [PTR], UserData::new(()), |mut plugin, inputs, _data| async move {
    ///     let text: String = plugin.memory_get_val(&inputs[0])?;
    ///     // … something that takes its time …
    ///     let answer = plugin.memory_new(text)?;
    ///     Ok(vec![plugin.memory_to_val(answer)])
    /// });
    /// # assert_eq!(slow.params(), [PTR]);
    /// ```
    pub fn new_async<T: 'static, F, R>(
        name: impl Into<String>,
        params: impl IntoIterator<Item = ValType>,
        results: impl IntoIterator<Item = ValType>,
        user_data: UserData<T>,
        f: F,
    ) -> Self
    where
        F: 'static + Fn(CurrentPlugin, Vec<Val>, UserData<T>) -> R,
        R: 'static + Future<Output = Result<Vec<Val>>>,
    {
        let body = Rc::new(move |plugin: CurrentPlugin, inputs: Vec<Val>| {
            let future: Results = Box::pin(f(plugin, inputs, user_data.clone()));
            future
        });
        Self::of(name, params, results, Body::Async(body))
    }

    fn of(
        name: impl Into<String>,
        params: impl IntoIterator<Item = ValType>,
        results: impl IntoIterator<Item = ValType>,
        body: Body,
    ) -> Self {
        Self {
            name: name.into(),
            namespace: None,
            params: params.into_iter().collect(),
            results: results.into_iter().collect(),
            body,
        }
    }

    /// The name that plug-ins import it by.
    ///
    /// ```
    /// # let f = extism_web::Function::new("f", [extism_web::PTR], [], extism_web::UserData::new(()), |_, _, _, _| Ok(()));
    /// assert_eq!(f.name(), "f");
    /// ```
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The import module, where one was set.
    ///
    /// ```
    /// # let f = extism_web::Function::new("f", [extism_web::PTR], [], extism_web::UserData::new(()), |_, _, _, _| Ok(()));
    /// assert_eq!(f.namespace(), None);
    /// ```
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// Sets the import module, in place of [`EXTISM_USER_MODULE`].
    ///
    /// ```
    /// # use extism_web::{Function, UserData};
    /// let mut hello = Function::new("hello", [], [], UserData::new(()), |_, _, _, _| Ok(()));
    /// hello.set_namespace("env");
    /// assert_eq!(hello.namespace(), Some("env"));
    /// ```
    pub fn set_namespace(&mut self, namespace: impl Into<String>) {
        self.namespace = Some(namespace.into());
    }

    /// The same function in another import module.
    ///
    /// ```
    /// # use extism_web::{Function, UserData};
    /// let hello = Function::new("hello", [], [], UserData::new(()), |_, _, _, _| Ok(())).with_namespace("env");
    /// # assert_eq!(hello.namespace(), Some("env"));
    /// ```
    pub fn with_namespace(mut self, namespace: impl Into<String>) -> Self {
        self.set_namespace(namespace);
        self
    }

    /// The types of its parameters.
    ///
    /// ```
    /// # let f = extism_web::Function::new("f", [extism_web::PTR], [], extism_web::UserData::new(()), |_, _, _, _| Ok(()));
    /// assert_eq!(f.params(), [extism_web::PTR]);
    /// ```
    pub fn params(&self) -> &[ValType] {
        &self.params
    }

    /// The types of its results.
    ///
    /// ```
    /// # let f = extism_web::Function::new("f", [extism_web::PTR], [], extism_web::UserData::new(()), |_, _, _, _| Ok(()));
    /// assert!(f.results().is_empty());
    /// ```
    pub fn results(&self) -> &[ValType] {
        &self.results
    }

    pub(crate) fn module(&self) -> &str {
        self.namespace.as_deref().unwrap_or(EXTISM_USER_MODULE)
    }

    pub(crate) fn body(&self) -> &Body {
        &self.body
    }

    /// How messages call it.
    pub(crate) fn label(&self) -> String {
        format!("host function \"{}\" \"{}\"", self.module(), self.name)
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function")
            .field("module", &self.module())
            .field("name", &self.name)
            .field("params", &self.params)
            .field("results", &self.results)
            .finish_non_exhaustive()
    }
}
