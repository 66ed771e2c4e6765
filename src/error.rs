//! What can go wrong, each with a stable code and, where JavaScript raised it, the original error as the cause.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use js_sys::{Function, JsString, Reflect, TypeError};
use wasm_bindgen::prelude::*;

use crate::js::{is_too_long, property, set};
use crate::room::has_room;

#[wasm_bindgen]
extern "C" {
    /// The global `String` function. It throws for objects that cannot be turned into text.
    #[wasm_bindgen(catch, js_name = String)]
    pub(crate) fn to_text(value: &JsValue) -> std::result::Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "isPrototypeOf"], js_name = call)]
    fn is_prototype_of(prototype: &JsValue, value: &JsValue) -> std::result::Result<bool, JsValue>;
}

macro_rules! codes {
    ($(#[$code_doc:meta])* $name:ident { $($(#[$doc:meta])* $code:ident = $text:literal,)* }) => {
        $(#[$code_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $code,)*
        }

        impl $name {
            /// Every code there is.
            const ALL: &'static [Self] = &[$(Self::$code),*];

            /// The code as text, for example `"FUNCTION_NOT_FOUND"`.
            ///
            /// ```
            /// assert_eq!(extism_web::Code::FunctionNotFound.as_str(), "FUNCTION_NOT_FOUND");
            /// ```
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $text,)*
                }
            }
        }
    };
}

codes! {
    /// The stable name of a kind of failure: `error.code` in JavaScript, [`Error::code`] in Rust.
    ///
    /// ```
    /// use extism_web::{Code, Error};
    /// fn advice(error: &Error) -> &'static str {
    ///     match error.code() {
    ///         Some(Code::Fetch) => "Are you online?",
    ///         Some(Code::PluginError) => "The plug-in says why.",
    ///         _ => "Something went wrong.",
    ///     }
    /// }
    /// # assert_eq!(advice(&Error::msg("no")), "Something went wrong.");
    /// ```
    Code {
        /// The manifest, or an item in it, does not have the shape of one.
        InvalidManifest = "INVALID_MANIFEST",
        /// A plug-in option has a wrong type or value.
        InvalidOption = "INVALID_OPTION",
        /// The bytes are no WebAssembly module, or the module starts in a way no plug-in does.
        InvalidWasm = "INVALID_WASM",
        /// A URL or response could not be read.
        Fetch = "FETCH",
        /// A module does not have the hash that its manifest demands.
        HashMismatch = "HASH_MISMATCH",
        /// The modules cannot be linked: an import is missing or does not match.
        Link = "LINK",
        /// The plug-in has no export of that name.
        FunctionNotFound = "FUNCTION_NOT_FOUND",
        /// The export of that name is no function.
        NotAFunction = "NOT_A_FUNCTION",
        /// The function takes parameters, or returns something other than nothing or one i32.
        Signature = "SIGNATURE",
        /// The input of a call is neither text nor bytes, or cannot be encoded.
        InvalidInput = "INVALID_INPUT",
        /// The output of a call is not what the caller wants of it. Only Rust applications say what they want.
        InvalidOutput = "INVALID_OUTPUT",
        /// A second call was made while one was running.
        Reentrant = "REENTRANT",
        /// The plug-in has been closed.
        Closed = "CLOSED",
        /// The guest trapped.
        Trap = "TRAP",
        /// The guest ran out of stack.
        StackOverflow = "STACK_OVERFLOW",
        /// The function returned a code other than 0 and set no error.
        ExitCode = "EXIT_CODE",
        /// The plug-in reported an error of its own.
        PluginError = "PLUGIN_ERROR",
        /// The plug-in passed a handle that is no live block.
        BadHandle = "BAD_HANDLE",
        /// Kernel memory is exhausted.
        MemoryLimit = "MEMORY_LIMIT",
        /// The plug-in's vars are over their limit.
        VarLimit = "VAR_LIMIT",
        /// A host function returned something that the plug-in cannot take.
        HostFunction = "HOST_FUNCTION",
        /// An HTTP request of the plug-in failed.
        Http = "HTTP",
        /// An HTTP request of the plug-in goes to a host that is not allowed.
        HttpDenied = "HTTP_DENIED",
        /// An HTTP response is larger than allowed.
        HttpLimit = "HTTP_LIMIT",
        /// The engine or the runtime cannot do what is asked.
        Unsupported = "UNSUPPORTED",
        /// A call, or the start of a plug-in in a worker, took longer than it may.
        Timeout = "TIMEOUT",
        /// The call was cancelled.
        Aborted = "ABORTED",
        /// A worker could not be started, did not answer, failed or ended by itself.
        Worker = "WORKER",
        /// A WASI function was called when it could not be.
        Wasi = "WASI",
        /// What the plug-in wrote could not be written back.
        Files = "FILES",
        /// A file of the npm package's own cannot be loaded.
        HostLoad = "HOST_LOAD",
        /// The npm package was used before it was initialized.
        NotInitialized = "NOT_INITIALIZED",
    }
}

impl Code {
    /// The code of that name.
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// Misuse of the API's types is a `TypeError` in JavaScript; the rest are plain errors.
    fn is_type_error(self) -> bool {
        matches!(
            self,
            Code::InvalidManifest | Code::InvalidOption | Code::InvalidInput
        )
    }
}

/// A failure of the host or of a plug-in. It converts into `anyhow::Error` (and comes out of it as it went in) and into `JsValue`.
///
/// ```
/// use extism_web::Error;
/// fn read(text: &str) -> Result<u32, Error> {
///     // Errors of the standard library and serde_json become host functions' own.
///     Ok(text.parse()?)
/// }
/// assert_eq!(read("x").unwrap_err().to_string(), "invalid digit found in string");
/// let anyhow = anyhow::Error::from(Error::msg("no"));
/// assert_eq!(anyhow.to_string(), "no");
/// ```
#[derive(Clone, Debug)]
pub struct Error(Box<Repr>);

#[derive(Clone, Debug)]
enum Repr {
    Host {
        code: Code,
        message: String,
        exit_code: Option<i32>,
        cause: Option<JsValue>,
        source: Option<Arc<anyhow::Error>>,
    },
    /// A JavaScript value that is passed on as it is.
    Thrown {
        value: JsValue,
        code: Option<Code>,
        exit_code: Option<i32>,
        cause: Option<JsValue>,
    },
}

/// The result of everything here that can fail.
///
/// ```
/// fn checked(ok: bool) -> extism_web::Result<()> {
///     ok.then_some(()).ok_or_else(|| extism_web::Error::msg("not ok"))
/// }
/// # assert!(checked(false).is_err());
/// ```
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    #[doc(hidden)]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Repr::Host {
            code,
            message: message.into(),
            exit_code: None,
            cause: None,
            source: None,
        }))
    }

    /// A failure of a host function's own, told by a message.
    ///
    /// ```
    /// use extism_web::{Code, Error};
    /// let error = Error::msg("the cupboard is bare");
    /// assert_eq!(error.to_string(), "the cupboard is bare");
    /// assert_eq!(error.code(), Some(Code::HostFunction));
    /// ```
    pub fn msg(message: impl fmt::Display) -> Self {
        Self::new(Code::HostFunction, message.to_string())
    }

    /// The same of another error, which is kept.
    pub(crate) fn of(code: Code, message: String, cause: anyhow::Error) -> Self {
        let mut error = Self::new(code, message);
        if let Repr::Host { source, .. } = &mut *error.0 {
            *source = Some(Arc::new(cause));
        }
        error
    }

    /// What failed in JavaScript, in two parts, and what was thrown, which says why.
    #[inline(never)]
    pub(crate) fn because(code: Code, what: &str, how: &str, cause: JsValue) -> Self {
        Self::new(code, format!("{what}{how}: {}", js_message(&cause))).with_cause(cause)
    }

    /// A value thrown by somebody else's JavaScript.
    #[doc(hidden)]
    pub fn thrown(value: JsValue) -> Self {
        Self(Box::new(Repr::Thrown {
            cause: Some(value.clone()),
            value,
            code: None,
            exit_code: None,
        }))
    }

    /// An error that this host, maybe in another thread, gave to JavaScript; anything else is `thrown`.
    #[doc(hidden)]
    pub fn returned(value: JsValue) -> Self {
        let class = CONSTRUCTOR.with(|slot| slot.borrow().clone());
        if !class.is_some_and(|class| is_instance(&class, &value)) {
            return Self::thrown(value);
        }
        let field = |name: &str| property(&value, name);
        Self(Box::new(Repr::Thrown {
            code: field("code").as_string().and_then(|name| Code::named(&name)),
            exit_code: field("exitCode").as_f64().map(|code| code as i32),
            cause: Some(field("cause")).filter(|cause| !cause.is_undefined()),
            value,
        }))
    }

    /// An error that the npm package gave: what is in it, where it has one of the codes here.
    #[cfg(feature = "worker")]
    pub(crate) fn of_package(value: JsValue) -> Self {
        let field = |name: &str| property(&value, name);
        let code = field("code").as_string().and_then(|name| Code::named(&name));
        let Some(code) = code else {
            return Self::thrown(value);
        };
        let error = Self::new(code, js_message(&value));
        let error = match field("exitCode").as_f64() {
            Some(code) => error.with_exit_code(code as i32),
            None => error,
        };
        match field("cause") {
            cause if cause.is_undefined() => error.with_cause(value),
            cause => error.with_cause(cause),
        }
    }

    pub(crate) fn with_cause(mut self, value: JsValue) -> Self {
        if let Repr::Host { cause, .. } = &mut *self.0 {
            *cause = Some(value);
        }
        self
    }

    pub(crate) fn with_exit_code(mut self, value: i32) -> Self {
        if let Repr::Host { exit_code, .. } = &mut *self.0 {
            *exit_code = Some(value);
        }
        self
    }

    /// Adds to the message what the plug-in wrote to standard error; nothing where that is empty.
    pub(crate) fn with_stderr(mut self, text: &str) -> Self {
        if let (Repr::Host { message, .. }, false) = (&mut *self.0, text.is_empty()) {
            *message = format!("{message}\nstderr: {text}");
        }
        self
    }

    /// Takes the exit code and the cause from the failure that this error explains.
    pub(crate) fn after(mut self, failure: &Error) -> Self {
        if let Some(code) = failure.exit_code() {
            self = self.with_exit_code(code);
        }
        match failure.cause() {
            Some(cause) => self.with_cause(cause.clone()),
            None => self,
        }
    }

    /// The error as JavaScript has it.
    pub(crate) fn to_value(&self) -> JsValue {
        let (code, message, exit_code, cause) = match &*self.0 {
            Repr::Thrown { value, .. } => return value.clone(),
            Repr::Host {
                code,
                message,
                exit_code,
                cause,
                ..
            } => (code, message, exit_code, cause),
        };
        let class = CONSTRUCTOR.with(|slot| slot.borrow().clone());
        let exit_code = exit_code.map_or(JsValue::UNDEFINED, JsValue::from);
        let cause = cause.clone().unwrap_or(JsValue::UNDEFINED);
        if let (Some(class), false) = (class, code.is_type_error()) {
            let args = js_sys::Array::of4(
                &message.as_str().into(),
                &code.as_str().into(),
                &exit_code,
                &cause,
            );
            if let Ok(made) = Reflect::construct(&class, &args) {
                return made;
            }
        }
        let made: JsValue = if code.is_type_error() {
            TypeError::new(message).into()
        } else {
            js_sys::Error::new(message).into()
        };
        // A fresh error object takes properties; were it not to, the message would still stand.
        let _ = set(&made, "code", &code.as_str().into());
        if !exit_code.is_undefined() {
            let _ = set(&made, "exitCode", &exit_code);
        }
        if !cause.is_undefined() {
            let _ = set(&made, "cause", &cause);
        }
        made
    }

    /// The stable code; `None` for a value thrown by a host function or a logger.
    ///
    /// ```
    /// use extism_web::{Code, Error};
    /// assert_eq!(Error::msg("no").code(), Some(Code::HostFunction));
    /// ```
    pub fn code(&self) -> Option<Code> {
        match &*self.0 {
            Repr::Host { code, .. } => Some(*code),
            Repr::Thrown { code, .. } => *code,
        }
    }

    /// The non-zero code that the plug-in's function returned, where there was one.
    ///
    /// ```
    /// assert_eq!(extism_web::Error::msg("no").exit_code(), None);
    /// ```
    pub fn exit_code(&self) -> Option<i32> {
        match &*self.0 {
            Repr::Host { exit_code, .. } | Repr::Thrown { exit_code, .. } => *exit_code,
        }
    }

    /// The JavaScript value behind this error: a trap, or what a host function threw.
    ///
    /// ```
    /// assert!(extism_web::Error::msg("no").cause().is_none());
    /// ```
    pub fn cause(&self) -> Option<&JsValue> {
        match &*self.0 {
            Repr::Host { cause, .. } | Repr::Thrown { cause, .. } => cause.as_ref(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Repr::Host { message, .. } => f.write_str(message),
            Repr::Thrown { value, .. } => f.write_str(&js_message(value)),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Repr::Host {
                source: Some(source), ..
            } => Some(&***source),
            _ => None,
        }
    }
}

/// An error of this crate's that was converted is the same again.
impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        error.downcast().unwrap_or_else(|error| {
            let message = format!("{error:#}");
            Self::of(Code::HostFunction, message, error)
        })
    }
}

/// A value that JavaScript threw.
impl From<JsValue> for Error {
    fn from(value: JsValue) -> Self {
        Self::thrown(value)
    }
}

macro_rules! from_errors {
    ($($error:ty),* $(,)?) => {
        $(
            impl From<$error> for Error {
                fn from(error: $error) -> Self {
                    Self::of(Code::HostFunction, error.to_string(), error.into())
                }
            }
        )*
    };
}

// What host functions meet; a blanket implementation would not let this be an error itself.
from_errors!(
    std::io::Error,
    std::fmt::Error,
    std::str::Utf8Error,
    std::string::FromUtf8Error,
    std::num::ParseIntError,
    std::num::ParseFloatError,
    std::num::TryFromIntError,
    std::array::TryFromSliceError,
    serde_json::Error,
);

impl<T> From<std::sync::PoisonError<T>> for Error {
    fn from(error: std::sync::PoisonError<T>) -> Self {
        Self::msg(error)
    }
}

impl<T> From<std::sync::TryLockError<T>> for Error {
    fn from(error: std::sync::TryLockError<T>) -> Self {
        Self::msg(error)
    }
}

/// Fails where host memory has no room for so many bytes, and for what is small beside.
///
/// # Errors
/// No room.
#[inline(never)]
pub(crate) fn room_for(bytes: usize) -> Result<()> {
    if has_room(bytes) {
        return Ok(());
    }
    Err(Error::new(Code::MemoryLimit, "the host's memory is full"))
}

/// Text as the host's own, whose memory never shrinks; `None` for anything else, and for what is too long.
///
/// # Errors
/// No room.
#[inline(never)]
pub(crate) fn text(value: &JsValue) -> Result<Option<String>> {
    if !value.is_string() || is_too_long(value) {
        return Ok(None);
    }
    // A unit takes three bytes at most.
    room_for(3 * value.unchecked_ref::<JsString>().length() as usize)?;
    Ok(value.as_string())
}

/// What a JavaScript value says as an error: its `message`, else the value as text. Never throws.
pub(crate) fn js_message(value: &JsValue) -> String {
    let said = if value.is_instance_of::<js_sys::Error>() {
        property(value, "message")
    } else {
        to_text(value).unwrap_or(JsValue::UNDEFINED)
    };
    text(&said)
        .ok()
        .flatten()
        .unwrap_or_else(|| "a value that has no text".into())
}

/// The `name` of what was thrown, if it is an error.
pub(crate) fn error_name(value: &JsValue) -> Option<String> {
    let error = value.dyn_ref::<js_sys::Error>()?;
    property(error, "name").as_string()
}

thread_local! {
    static CONSTRUCTOR: RefCell<Option<Function>> = const { RefCell::new(None) };
}

fn is_instance(class: &Function, value: &JsValue) -> bool {
    is_prototype_of(&property(class, "prototype"), value).unwrap_or(false)
}

/// Registers the JavaScript class that host errors are made of: `new Class(message, code, exitCode, cause)`.
pub fn set_constructor(class: Function) {
    CONSTRUCTOR.with(|slot| *slot.borrow_mut() = Some(class));
}

impl From<Error> for JsValue {
    fn from(error: Error) -> JsValue {
        error.to_value()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Code;

    /// The code that typed calls alone have.
    const RUST_ONLY: Code = Code::InvalidOutput;

    #[test]
    fn javascript_has_a_type_of_the_same_codes() {
        let source = include_str!("../js/error.js");
        let union = source
            .lines()
            .find(|line| line.contains("ErrorCode"))
            .unwrap_or("");
        let theirs: BTreeSet<&str> = union.split('\'').skip(1).step_by(2).collect();
        let own = Code::ALL.iter().copied().filter(|code| *code != RUST_ONLY);
        let own: BTreeSet<&str> = own.map(Code::as_str).collect();
        assert_eq!(own, theirs);
    }

    #[test]
    fn every_code_is_explained() {
        let page = include_str!("../docs/errors.md");
        for code in Code::ALL {
            assert!(
                page.contains(&format!("\n### `{}`\n\n", code.as_str())),
                "{}",
                code.as_str()
            );
        }
    }
}
