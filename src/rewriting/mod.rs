//! What reads and changes the bytes of modules: the crate `extism-web-rewriter`, compiled in or, without the feature `rewriter`, loaded
//! when it is needed. Both give the same.

#[cfg(not(feature = "rewriter"))]
mod loaded;
#[cfg(feature = "rewriter")]
mod own;

#[cfg(not(feature = "rewriter"))]
use loaded as chosen;
#[cfg(feature = "rewriter")]
use own as chosen;

pub use chosen::set_rewriter;
pub(crate) use chosen::{begin_to_load, load};
