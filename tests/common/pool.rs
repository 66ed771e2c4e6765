//! Pools.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use extism_web::{Error, Plugin, Pool, PoolBuilder};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{pause, ECHO};

const SOON: Duration = Duration::from_millis(20);
const LATE: Duration = Duration::from_secs(60);

fn pool(most: usize) -> Pool {
    PoolBuilder::new()
        .with_max_instances(most)
        .build(|| Plugin::new(ECHO, [], false))
}

#[wasm_bindgen_test]
async fn plugins_are_made_when_needed_and_used_again() {
    let pool = pool(2);
    assert_eq!(pool.count(), 0);
    let first = pool.get(SOON).await.unwrap().unwrap();
    let id = first.id;
    assert_eq!(first.call::<_, String>("echo", "a").unwrap(), "a");
    drop(first);
    let again = pool.get(SOON).await.unwrap().unwrap();
    assert_eq!((again.id, pool.count()), (id, 1));
    let second = pool.get(SOON).await.unwrap().unwrap();
    assert_ne!(second.id, id);
    assert_eq!(pool.count(), 2);
    assert!(pool.get(SOON).await.unwrap().is_none(), "all are in use");
    assert!(pool.get(Duration::ZERO).await.unwrap().is_none());
    drop(second);
    assert!(pool.get(Duration::ZERO).await.unwrap().is_some());
}

#[wasm_bindgen_test]
async fn those_who_wait_get_their_turn() {
    let pool = pool(1);
    let done = Rc::new(Cell::new(0));
    let held = pool.get(SOON).await.unwrap().unwrap();
    for _ in 0..5 {
        let (pool, done) = (pool.clone(), done.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let output = pool
                .with_plugin(LATE, |plugin| plugin.call::<_, String>("echo", "x"))
                .await;
            assert_eq!(output.unwrap().unwrap(), "x");
            done.set(done.get() + 1);
        });
    }
    // One that gives up must not take the turn of those behind it.
    assert!(pool.get(SOON).await.unwrap().is_none());
    assert_eq!(done.get(), 0);
    drop(held);
    let last = pool.get(LATE).await.unwrap();
    assert!(last.is_some());
    drop(last);
    while done.get() < 5 {
        pause(5).await;
    }
    assert_eq!(pool.count(), 1);
}

#[wasm_bindgen_test]
async fn a_plugin_that_cannot_be_made_leaves_its_place() {
    let tries = Rc::new(Cell::new(0));
    let mine = tries.clone();
    let pool = PoolBuilder::new().with_max_instances(1).build(move || {
        mine.set(mine.get() + 1);
        let fails = mine.get() == 1;
        async move {
            if fails {
                return Err(Error::msg("not today"));
            }
            Plugin::new(ECHO, [], false).await
        }
    });
    assert_eq!(pool.get(SOON).await.unwrap_err().to_string(), "not today");
    assert_eq!(pool.count(), 0);
    assert!(pool.function_exists("echo", SOON).await.unwrap());
    assert!(!pool.function_exists("absent", SOON).await.unwrap());
    assert_eq!((pool.count(), tries.get()), (1, 2));
    let error = pool
        .with_plugin(SOON, |plugin| plugin.call::<_, ()>("absent", ""))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(extism_web::Code::FunctionNotFound));
}
