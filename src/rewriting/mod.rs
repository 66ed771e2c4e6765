//! What reads and changes the bytes of modules: the crate `extism-web-rewriter`, compiled in or, without the feature `rewriter`, loaded
//! when it is needed. Both give the same.

#[cfg(not(feature = "rewriter"))]
mod loaded;
#[cfg(feature = "rewriter")]
mod own;

#[cfg(not(feature = "rewriter"))]
pub use loaded::set_rewriter;
#[cfg(not(feature = "rewriter"))]
pub(crate) use loaded::{begin_to_load, load};
#[cfg(feature = "rewriter")]
pub(crate) use own::{begin_to_load, load};
