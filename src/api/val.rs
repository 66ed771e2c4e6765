//! The values that host functions take and return.

use std::fmt;

use extism_web_rewriter as rewriter;
use js_sys::BigInt;
use wasm_bindgen::{JsCast, JsValue};

/// The type of a parameter or result of a host function.
///
/// ```
/// use extism_web::{ValType, PTR};
/// assert_eq!(PTR, ValType::I64);
/// ```
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValType {
    /// A 32-bit integer.
    I32,
    /// A 64-bit integer; also a handle, see [`PTR`].
    I64,
    /// A 32-bit floating-point number.
    F32,
    /// A 64-bit floating-point number.
    F64,
    /// A 128-bit vector. No function of JavaScript's can take or return one: building a plug-in with such a host function fails.
    V128,
    /// A reference to a function. Not supported, as above.
    FuncRef,
    /// A reference to something of the host's. Not supported, as above.
    ExternRef,
}

/// The type of the handle of a block of the plug-in's memory, which is how all but numbers are passed.
///
/// ```
/// assert_eq!(extism_web::PTR, extism_web::ValType::I64);
/// ```
pub const PTR: ValType = ValType::I64;

impl ValType {
    /// The type in WebAssembly's own terms; `None` for what cannot cross into JavaScript.
    pub(crate) fn numeric(self) -> Option<rewriter::ValType> {
        match self {
            Self::I32 => Some(rewriter::ValType::I32),
            Self::I64 => Some(rewriter::ValType::I64),
            Self::F32 => Some(rewriter::ValType::F32),
            Self::F64 => Some(rewriter::ValType::F64),
            Self::V128 | Self::FuncRef | Self::ExternRef => None,
        }
    }
}

impl fmt::Display for ValType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::V128 => "v128",
            Self::FuncRef => "funcref",
            Self::ExternRef => "externref",
        })
    }
}

/// An argument or a result of a host function. Floating-point numbers are kept as their bits.
///
/// ```
/// use extism_web::Val;
/// let half = Val::from(0.5_f64);
/// assert_eq!(half.f64(), Some(0.5));
/// assert_eq!(half.i64(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Val {
    /// A 32-bit integer.
    I32(i32),
    /// A 64-bit integer, or a handle.
    I64(i64),
    /// The bits of a 32-bit floating-point number.
    F32(u32),
    /// The bits of a 64-bit floating-point number.
    F64(u64),
}

macro_rules! accessors {
    ($($variant:ident $type:ty, $get:ident $unwrap:ident, $of:expr;)*) => {
        $(
            #[doc = concat!("The value, if it is an `", stringify!($get), "`.")]
            ///
            /// ```
            #[doc = concat!("assert_eq!(extism_web::Val::from(1 as ", stringify!($type), ").", stringify!($get), "(), Some(1 as ", stringify!($type), "));")]
            /// ```
            pub fn $get(&self) -> Option<$type> {
                match self {
                    Self::$variant(value) => Some($of(*value)),
                    _ => None,
                }
            }

            #[doc = concat!("The value, which must be an `", stringify!($get), "`.")]
            ///
            /// # Panics
            /// Where it is something else.
            ///
            /// ```
            #[doc = concat!("assert_eq!(extism_web::Val::from(1 as ", stringify!($type), ").", stringify!($unwrap), "(), 1 as ", stringify!($type), ");")]
            /// ```
            // As `extism` has it, for code that was written for it.
            #[allow(clippy::panic)]
            pub fn $unwrap(&self) -> $type {
                match self.$get() {
                    Some(value) => value,
                    None => panic!(concat!("expected an ", stringify!($get), ", got {}"), self),
                }
            }
        )*
    };
}

impl Val {
    accessors! {
        I32 i32, i32 unwrap_i32, |value| value;
        I64 i64, i64 unwrap_i64, |value| value;
        F32 f32, f32 unwrap_f32, f32::from_bits;
        F64 f64, f64 unwrap_f64, f64::from_bits;
    }

    /// What type the value is of.
    ///
    /// ```
    /// use extism_web::{Val, ValType};
    /// assert_eq!(Val::I32(7).ty(), ValType::I32);
    /// ```
    pub fn ty(&self) -> ValType {
        match self {
            Self::I32(_) => ValType::I32,
            Self::I64(_) => ValType::I64,
            Self::F32(_) => ValType::F32,
            Self::F64(_) => ValType::F64,
        }
    }

    /// The zero of a type.
    pub(crate) fn zero(ty: ValType) -> Self {
        match ty {
            ValType::I32 => Self::I32(0),
            ValType::F32 => Self::F32(0),
            ValType::F64 => Self::F64(0),
            _ => Self::I64(0),
        }
    }

    /// An argument as the engine passes it.
    pub(crate) fn from_js(ty: ValType, value: &JsValue) -> Self {
        let number = || value.as_f64().unwrap_or_default();
        match ty {
            ValType::I32 => Self::I32(number() as i32),
            ValType::F32 => Self::from(number() as f32),
            ValType::F64 => Self::from(number()),
            _ => Self::I64(big(value)),
        }
    }

    /// A result as the engine takes it.
    pub(crate) fn to_js(self) -> JsValue {
        match self {
            Self::I32(value) => value.into(),
            Self::I64(value) => value.into(),
            Self::F32(bits) => f64::from(f32::from_bits(bits)).into(),
            Self::F64(bits) => f64::from_bits(bits).into(),
        }
    }
}

fn big(value: &JsValue) -> i64 {
    let big = value.dyn_ref::<BigInt>().cloned();
    big.and_then(|big| i64::try_from(big).ok()).unwrap_or_default()
}

impl fmt::Display for Val {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::I32(value) => write!(f, "{value} (i32)"),
            Self::I64(value) => write!(f, "{value} (i64)"),
            Self::F32(bits) => write!(f, "{} (f32)", f32::from_bits(*bits)),
            Self::F64(bits) => write!(f, "{} (f64)", f64::from_bits(*bits)),
        }
    }
}

impl From<i32> for Val {
    fn from(value: i32) -> Self {
        Self::I32(value)
    }
}

impl From<i64> for Val {
    fn from(value: i64) -> Self {
        Self::I64(value)
    }
}

impl From<f32> for Val {
    fn from(value: f32) -> Self {
        Self::F32(value.to_bits())
    }
}

impl From<f64> for Val {
    fn from(value: f64) -> Self {
        Self::F64(value.to_bits())
    }
}
