//! Several plug-ins of one kind, for calls that wait at the same time.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::{poll_fn, Future};
use std::ops::Deref;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Poll, Waker};
use std::time::Duration;

use super::plugin::Plugin;
use super::timer::Timer;
use crate::error::Result;

type Source = dyn Fn() -> Pin<Box<dyn Future<Output = Result<Plugin>>>>;

/// How a [`Pool`] is made.
///
/// ```no_run
/// # async fn example(compiled: extism_web::CompiledPlugin) {
/// use extism_web::{Plugin, PoolBuilder};
/// let pool = PoolBuilder::new().with_max_instances(4).build(move || {
///     let compiled = compiled.clone();
///     async move { Plugin::new_from_compiled(&compiled).await }
/// });
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct PoolBuilder {
    /// How many plug-ins there are at most.
    pub max_instances: usize,
}

impl PoolBuilder {
    /// A pool of four plug-ins at most. They share one thread, so that more of them only help calls that wait.
    ///
    /// ```
    /// assert_eq!(extism_web::PoolBuilder::new().max_instances, 4);
    /// ```
    pub fn new() -> Self {
        Self { max_instances: 4 }
    }

    /// Sets how many plug-ins there are at most.
    ///
    /// ```
    /// assert_eq!(extism_web::PoolBuilder::new().with_max_instances(2).max_instances, 2);
    /// ```
    pub fn with_max_instances(mut self, n: usize) -> Self {
        self.max_instances = n;
        self
    }

    /// The pool. `source` makes a plug-in when one is needed.
    ///
    /// ```no_run
    /// let pool = extism_web::PoolBuilder::new().build(|| extism_web::Plugin::new("plugin.wasm", [], true));
    /// ```
    pub fn build<R>(self, source: impl Fn() -> R + 'static) -> Pool
    where
        R: Future<Output = Result<Plugin>> + 'static,
    {
        Pool::new_from_builder(source, self)
    }
}

impl Default for PoolBuilder {
    fn default() -> Self {
        Self::new()
    }
}

struct Inner {
    source: Box<Source>,
    most: usize,
    /// How many plug-ins there are, or are being made.
    count: Cell<usize>,
    free: RefCell<VecDeque<Plugin>>,
    waiting: RefCell<Vec<Waker>>,
    functions: RefCell<BTreeMap<String, bool>>,
}

impl Inner {
    /// Something may be free. All look, as some may have given up.
    fn wake(&self) {
        for waker in self.waiting.take() {
            waker.wake();
        }
    }
}

/// Plug-ins that are made when they are needed, and used one after the other. Clones are the same pool.
///
/// ```no_run
/// # async fn example() -> Result<(), extism_web::Error> {
/// use extism_web::{Plugin, Pool};
/// use std::time::Duration;
///
/// let pool = Pool::new(|| Plugin::new("plugin.wasm", [], true));
/// if let Some(plugin) = pool.get(Duration::from_secs(1)).await? {
///     let page: String = plugin.call_async("fetch_page", "https://example.com").await?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Pool(Rc<Inner>);

impl Pool {
    /// A pool with the defaults of [`PoolBuilder`]. `source` makes a plug-in when one is needed.
    ///
    /// ```no_run
    /// let pool = extism_web::Pool::new(|| extism_web::Plugin::new("plugin.wasm", [], true));
    /// ```
    pub fn new<R>(source: impl Fn() -> R + 'static) -> Self
    where
        R: Future<Output = Result<Plugin>> + 'static,
    {
        Self::new_from_builder(source, PoolBuilder::default())
    }

    /// A pool as a builder says.
    ///
    /// ```no_run
    /// # use extism_web::{Plugin, Pool, PoolBuilder};
    /// let builder = PoolBuilder::new().with_max_instances(2);
    /// let pool = Pool::new_from_builder(|| Plugin::new("plugin.wasm", [], true), builder);
    /// ```
    pub fn new_from_builder<R>(source: impl Fn() -> R + 'static, builder: PoolBuilder) -> Self
    where
        R: Future<Output = Result<Plugin>> + 'static,
    {
        let source = move || {
            let made: Pin<Box<dyn Future<Output = Result<Plugin>>>> = Box::pin(source());
            made
        };
        Self(Rc::new(Inner {
            source: Box::new(source),
            most: builder.max_instances.max(1),
            count: Cell::new(0),
            free: RefCell::default(),
            waiting: RefCell::default(),
            functions: RefCell::default(),
        }))
    }

    /// How many plug-ins there are, in use or free.
    ///
    /// ```no_run
    /// # fn example(pool: &extism_web::Pool) {
    /// println!("{} plug-ins", pool.count());
    /// # }
    /// ```
    pub fn count(&self) -> usize {
        self.0.count.get()
    }

    /// A plug-in that nobody else uses; it goes back when it is dropped. `None` where all are in use for as long as `timeout`.
    ///
    /// # Errors
    /// A plug-in that could not be made.
    ///
    /// ```no_run
    /// # async fn example(pool: &extism_web::Pool) -> Result<(), extism_web::Error> {
    /// let plugin = pool.get(std::time::Duration::from_millis(100)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get(&self, timeout: Duration) -> Result<Option<PoolPlugin>> {
        let inner = &self.0;
        let mut timer = None;
        loop {
            let free = inner.free.borrow_mut().pop_front();
            if let Some(plugin) = free {
                return Ok(Some(PoolPlugin::new(plugin, inner)));
            }
            if inner.count.get() < inner.most {
                let place = Place::take(inner);
                let plugin = (inner.source)().await?;
                place.keep();
                return Ok(Some(PoolPlugin::new(plugin, inner)));
            }
            let timer = timer.get_or_insert_with(|| Timer::new(timeout));
            let is_turn = |inner: &Inner| !inner.free.borrow().is_empty() || inner.count.get() < inner.most;
            let timed_out = poll_fn(|context| {
                if is_turn(inner) {
                    return Poll::Ready(false);
                }
                if timer.is_over(context) {
                    return Poll::Ready(true);
                }
                inner.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            })
            .await;
            if timed_out {
                return Ok(None);
            }
        }
    }

    /// Does something with a plug-in that nobody else uses. `None` where all are in use for as long as `timeout`.
    ///
    /// # Errors
    /// A plug-in that could not be made; what `f` fails with.
    ///
    /// ```no_run
    /// # async fn example(pool: &extism_web::Pool) -> Result<(), extism_web::Error> {
    /// let second = std::time::Duration::from_secs(1);
    /// let answer: Option<String> = pool.with_plugin(second, |plugin| plugin.call("greet", "Zoë")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn with_plugin<T>(
        &self,
        timeout: Duration,
        f: impl FnOnce(&Plugin) -> Result<T>,
    ) -> Result<Option<T>> {
        match self.get(timeout).await? {
            Some(plugin) => f(&plugin).map(Some),
            None => Ok(None),
        }
    }

    /// Whether the plug-ins have a function of that name; asked of one of them once. `false` where all are in use for as long as
    /// `timeout`.
    ///
    /// # Errors
    /// A plug-in that could not be made.
    ///
    /// ```no_run
    /// # async fn example(pool: &extism_web::Pool) -> Result<(), extism_web::Error> {
    /// let has_it = pool.function_exists("greet", std::time::Duration::from_secs(1)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn function_exists(&self, name: &str, timeout: Duration) -> Result<bool> {
        let known = self.0.functions.borrow().get(name).copied();
        if let Some(exists) = known {
            return Ok(exists);
        }
        let Some(plugin) = self.get(timeout).await? else {
            return Ok(false);
        };
        let exists = plugin.function_exists(name);
        self.0.functions.borrow_mut().insert(name.to_owned(), exists);
        Ok(exists)
    }
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool")
            .field("count", &self.count())
            .field("most", &self.0.most)
            .finish_non_exhaustive()
    }
}

/// Room for a plug-in that is being made; given back where it is not.
struct Place<'a>(Option<&'a Inner>);

impl<'a> Place<'a> {
    fn take(inner: &'a Inner) -> Self {
        inner.count.set(inner.count.get() + 1);
        Self(Some(inner))
    }

    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(inner) = self.0 {
            inner.count.set(inner.count.get() - 1);
            inner.wake();
        }
    }
}

/// A plug-in of a pool's, used like any other. It goes back when it is dropped; one with a call that nobody waits for any more does
/// not, and the pool makes another.
///
/// ```no_run
/// # async fn example(pool: &extism_web::Pool) -> Result<(), extism_web::Error> {
/// if let Some(plugin) = pool.get(std::time::Duration::ZERO).await? {
///     let answer: String = plugin.call("greet", "Zoë")?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct PoolPlugin {
    /// There until it is dropped.
    plugin: Option<Plugin>,
    pool: Weak<Inner>,
}

impl PoolPlugin {
    fn new(plugin: Plugin, pool: &Rc<Inner>) -> Self {
        Self {
            plugin: Some(plugin),
            pool: Rc::downgrade(pool),
        }
    }
}

impl Deref for PoolPlugin {
    type Target = Plugin;

    fn deref(&self) -> &Plugin {
        match &self.plugin {
            Some(plugin) => plugin,
            None => unreachable!("a plug-in is taken out only by drop"),
        }
    }
}

impl Drop for PoolPlugin {
    fn drop(&mut self) {
        let (Some(plugin), Some(pool)) = (self.plugin.take(), self.pool.upgrade()) else {
            return;
        };
        if plugin.is_active() {
            pool.count.set(pool.count.get() - 1);
        } else {
            pool.free.borrow_mut().push_back(plugin);
        }
        pool.wake();
    }
}
