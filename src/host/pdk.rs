//! The names by which plug-in development kits import Extism's functions. They changed twice: before 1.0 the functions were in
//! `env`, beside the application's own, told apart by a prefix; for a while then in `extism:env`.

/// The import module that every Extism plug-in uses since 1.0.
pub(crate) const ENV: &str = "extism:host/env";
/// The one on the way there.
const TRANSITIONAL: &str = "extism:env";
/// The one before 1.0, and what the names in it begin with.
const OLD: &str = "env";
const PREFIX: &str = "extism_";

/// The name in `extism:host/env` of a function of Extism's; `None` for everybody else's imports. There may be no function of
/// that name.
pub(crate) fn function<'a>(module: &str, name: &'a str) -> Option<&'a str> {
    match module {
        ENV | TRANSITIONAL => Some(name),
        OLD => name.strip_prefix(PREFIX).map(|name| match name {
            // What vars were called at first.
            "kv_get" => "var_get",
            "kv_set" => "var_set",
            name => name,
        }),
        _ => None,
    }
}

/// Whether an import module is one that PDKs have for the application's functions.
pub(crate) fn is_applications(module: &str) -> bool {
    module == OLD || module == "extism:host/user"
}

#[cfg(test)]
mod tests {
    use super::function;

    #[test]
    fn functions_are_known_by_all_their_names() {
        assert_eq!(function("extism:host/env", "alloc"), Some("alloc"));
        assert_eq!(function("extism:env", "alloc"), Some("alloc"));
        assert_eq!(function("env", "extism_alloc"), Some("alloc"));
        assert_eq!(function("env", "extism_kv_get"), Some("var_get"));
        assert_eq!(function("env", "extism_kv_set"), Some("var_set"));
        assert_eq!(function("env", "extism_"), Some(""));
    }

    #[test]
    fn all_else_is_not_extisms() {
        assert_eq!(function("env", "alloc"), None);
        assert_eq!(function("env", "Extism_alloc"), None);
        assert_eq!(function("extism:host/user", "extism_alloc"), None);
        assert_eq!(function("", "extism_alloc"), None);
    }
}
