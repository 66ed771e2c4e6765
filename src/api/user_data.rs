//! What a host function works with beside its arguments.

use std::sync::{Arc, Mutex, TryLockError};

use crate::error::{Code, Error, Result};

/// A value that host functions share with each other and with the application.
///
/// [`get`](Self::get) gives the mutex as the `extism` crate does. There is one thread, so a mutex that is locked twice would never be
/// free again, and the standard library panics instead: where that could come to be (a function that calls another plug-in with the
/// same data, an asynchronous function), use [`with`](Self::with), which fails with an error.
///
/// ```
/// use extism_web::UserData;
/// let count = UserData::new(0_u32);
/// let same = count.clone();
/// same.with(|count| *count += 1)?;
/// assert_eq!(*count.get()?.lock().unwrap(), 1);
/// # Ok::<(), extism_web::Error>(())
/// ```
#[derive(Debug)]
pub struct UserData<T>(Arc<Mutex<T>>);

impl<T> UserData<T> {
    /// Wraps a value.
    ///
    /// ```
    /// let names = extism_web::UserData::new(vec!["Zoë"]);
    /// # assert_eq!(names.with(|names| names.len()).unwrap(), 1);
    /// ```
    pub fn new(value: T) -> Self {
        Self(Arc::new(Mutex::new(value)))
    }

    /// The value's mutex.
    ///
    /// # Errors
    /// None here; the `extism` crate has user data of C's, which cannot be had.
    ///
    /// ```
    /// let total = extism_web::UserData::new(2_i64);
    /// *total.get()?.lock().unwrap() += 3;
    /// assert_eq!(*total.get()?.lock().unwrap(), 5);
    /// # Ok::<(), extism_web::Error>(())
    /// ```
    pub fn get(&self) -> Result<Arc<Mutex<T>>> {
        Ok(self.0.clone())
    }

    /// Does something with the value.
    ///
    /// # Errors
    /// [`Code::HostFunction`] while something else is being done with it.
    ///
    /// ```
    /// let data = extism_web::UserData::new(1);
    /// let inner = data.with(|_| data.with(|value| *value))?;
    /// assert!(inner.is_err());
    /// # Ok::<(), extism_web::Error>(())
    /// ```
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Result<R> {
        match self.0.try_lock() {
            Ok(mut value) => Ok(work(&mut value)),
            Err(TryLockError::Poisoned(poisoned)) => Ok(work(&mut poisoned.into_inner())),
            Err(TryLockError::WouldBlock) => Err(Error::new(
                Code::HostFunction,
                "the user data of a host function is borrowed already",
            )),
        }
    }
}

impl<T> Clone for UserData<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Default> Default for UserData<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}
