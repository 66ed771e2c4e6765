//! The settings that both a manifest and the options of a plug-in may give.

use std::rc::Rc;

use js_sys::{Array, Object};
use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::error::Result;
use crate::fields::Fields;
use crate::values::object;

/// 50 MiB, as in the native runtime.
const DEFAULT_HTTP_RESPONSE_BYTES: u64 = 50 * 1024 * 1024;
/// 1 MiB, as in the native runtime.
const DEFAULT_VAR_BYTES: u64 = 1024 * 1024;

/// What was given; `None` is not given.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub(crate) config: Option<Rc<Vec<(String, String)>>>,
    pub(crate) allowed_hosts: Option<Rc<Vec<String>>>,
    /// A map of guest paths to host paths or to what the WASI implementation takes.
    pub allowed_paths: Option<JsValue>,
    /// Pages (64 KiB each) of kernel memory and of each of the plug-in's own.
    pub max_pages: Option<u32>,
    pub(crate) max_http_response_bytes: Option<u64>,
    pub(crate) max_var_bytes: Option<u64>,
    pub(crate) timeout_ms: Option<u64>,
}

impl Settings {
    /// The keys that `read` knows, for reports of unknown ones.
    pub(crate) const KEYS: [&str; 5] = ["config", "allowedHosts", "allowedPaths", "memory", "timeoutMs"];
    const MEMORY_KEYS: [&str; 3] = ["maxPages", "maxHttpResponseBytes", "maxVarBytes"];

    /// Reads the settings among an object's fields; adds remarks about unknown keys to `warnings`.
    pub(crate) fn read(fields: &Fields, warnings: &mut Vec<String>) -> Result<Self> {
        let allowed_paths = fields.get("allowedPaths")?;
        if let Some(paths) = &allowed_paths {
            fields.object("allowedPaths", paths)?;
        }
        let mut settings = Self {
            config: fields.string_map("config")?.map(Rc::new),
            allowed_hosts: fields.string_list("allowedHosts")?.map(Rc::new),
            allowed_paths,
            timeout_ms: fields.milliseconds("timeoutMs")?,
            ..Self::default()
        };
        for host in settings.allowed_hosts.iter().flat_map(|hosts| hosts.iter()) {
            if host.bytes().any(|byte| byte == b'/') {
                let text = format!(
                    "{}.allowedHosts has \"{host}\", which matches nothing: give a host, without protocol and path",
                    fields.name()
                );
                warnings.push(text);
            }
        }
        if let Some(memory) = fields.get("memory")? {
            let memory = fields.object("memory", &memory)?;
            memory.report_unknown(&[&Self::MEMORY_KEYS], warnings)?;
            settings.max_pages = memory
                .integer("maxPages", u32::MAX.into())?
                .map(|pages| pages as u32);
            settings.max_http_response_bytes = memory.bytes("maxHttpResponseBytes")?;
            settings.max_var_bytes = memory.bytes("maxVarBytes")?;
            if settings.max_pages == Some(0) {
                let text = format!(
                    "{}.maxPages must be 1 or more: the kernel needs a page",
                    memory.name()
                );
                return Err(memory.error(text));
            }
        }
        Ok(settings)
    }

    /// The settings as an object that `read` takes.
    pub fn to_js(&self) -> Result<JsValue> {
        let number = |value: Option<u64>| value.map(|value| JsValue::from(value as f64));
        let strings =
            |list: &Rc<Vec<String>>| JsValue::from(list.iter().map(JsValue::from).collect::<Array>());
        let memory = object(&[
            ("maxPages", number(self.max_pages.map(u64::from))),
            ("maxHttpResponseBytes", number(self.max_http_response_bytes)),
            ("maxVarBytes", number(self.max_var_bytes)),
        ])?;
        object(&[
            (
                "config",
                self.config
                    .as_deref()
                    .map(|config| string_map(config))
                    .transpose()?,
            ),
            ("allowedHosts", self.allowed_hosts.as_ref().map(strings)),
            ("allowedPaths", self.allowed_paths.clone()),
            ("memory", Some(memory)),
            ("timeoutMs", number(self.timeout_ms)),
        ])
    }

    /// These settings, and those of `other` where nothing was given here.
    pub fn or(&self, other: &Self) -> Self {
        let (a, b) = (self, other);
        Self {
            config: a.config.as_ref().or(b.config.as_ref()).cloned(),
            allowed_hosts: a.allowed_hosts.as_ref().or(b.allowed_hosts.as_ref()).cloned(),
            allowed_paths: a.allowed_paths.as_ref().or(b.allowed_paths.as_ref()).cloned(),
            max_pages: a.max_pages.or(b.max_pages),
            max_http_response_bytes: a.max_http_response_bytes.or(b.max_http_response_bytes),
            max_var_bytes: a.max_var_bytes.or(b.max_var_bytes),
            timeout_ms: a.timeout_ms.or(b.timeout_ms),
        }
    }

    pub(crate) fn http_response_bytes(&self) -> u64 {
        self.max_http_response_bytes
            .unwrap_or(DEFAULT_HTTP_RESPONSE_BYTES)
    }

    pub(crate) fn var_bytes(&self) -> u64 {
        self.max_var_bytes.unwrap_or(DEFAULT_VAR_BYTES)
    }
}

/// An object of strings, in which any key is a key like any other.
fn string_map(entries: &[(String, String)]) -> Result<JsValue> {
    let entries: Array = entries
        .iter()
        .map(|(key, value)| Array::of2(&key.into(), &value.into()))
        .collect();
    Ok(Object::from_entries(&entries).map_err(Error::thrown)?.into())
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::Settings;

    #[test]
    fn what_is_given_wins_over_what_is_not_field_by_field() {
        let manifest = Settings {
            config: Some(Rc::new(vec![("a".into(), "1".into())])),
            allowed_hosts: Some(Rc::new(vec!["a.test".into()])),
            max_pages: Some(10),
            max_var_bytes: Some(7),
            timeout_ms: Some(5),
            ..Settings::default()
        };
        let options = Settings {
            config: Some(Rc::default()),
            max_pages: Some(20),
            timeout_ms: Some(0),
            ..Settings::default()
        };
        let both = options.or(&manifest);
        assert_eq!(both.config, Some(Rc::default()), "an empty config is one");
        assert_eq!(both.allowed_hosts, manifest.allowed_hosts);
        assert_eq!((both.max_pages, both.timeout_ms), (Some(20), Some(0)));
        assert_eq!((both.var_bytes(), both.http_response_bytes()), (7, 50 << 20));
        assert_eq!(Settings::default().var_bytes(), 1 << 20);
    }
}
