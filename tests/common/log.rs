//! Where the log goes.

use std::cell::RefCell;
use std::rc::Rc;

use extism_web::{set_log_callback, Code, LogLevel, Plugin, PluginBuilder};
use wasm_bindgen_test::wasm_bindgen_test;

use super::LOGS;

#[wasm_bindgen_test]
async fn messages_go_to_the_logger_from_its_level_on() {
    let lines: Rc<RefCell<Vec<(LogLevel, String)>>> = Rc::default();
    let mine = lines.clone();
    let logger = move |level, text: &str| mine.borrow_mut().push((level, text.to_owned()));
    let plugin = PluginBuilder::new(LOGS)
        .with_logger(LogLevel::Warn, logger)
        .build()
        .await
        .unwrap();
    let () = plugin.call("logs", "hello").unwrap();
    let levels: Vec<LogLevel> = lines.borrow().iter().map(|(level, _)| *level).collect();
    assert_eq!(levels, [LogLevel::Warn, LogLevel::Error]);
    assert!(lines.borrow()[0].1.contains("hello"), "{lines:?}");
}

#[wasm_bindgen_test]
async fn a_callback_gets_the_log_of_plugins_without_a_logger() {
    let lines: Rc<RefCell<Vec<String>>> = Rc::default();
    let mine = lines.clone();
    assert_eq!(
        set_log_callback(|_| (), "loud").unwrap_err().code(),
        Some(Code::InvalidOption)
    );
    set_log_callback(
        move |line| mine.borrow_mut().push(line.to_owned()),
        "extism=error",
    )
    .unwrap();
    assert!(set_log_callback(|_| (), "info").is_err(), "once only");
    let plugin = Plugin::new(LOGS, [], false).await.unwrap();
    let () = plugin.call("logs", "hello").unwrap();
    assert_eq!(lines.borrow().len(), 1);
    assert!(lines.borrow()[0].starts_with("ERROR "), "{lines:?}");
}
