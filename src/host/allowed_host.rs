//! The entries of `allowedHosts`.

use web_sys::Url;

/// A host, maybe with a port, both with `*` and `?` for any text and any character. Without a port: on any.
pub(super) struct AllowedHost {
    host: String,
    port: Option<String>,
}

impl AllowedHost {
    pub(super) fn new(entry: &str) -> Self {
        let entry = entry.to_ascii_lowercase();
        let (host, port) = split(&entry);
        // URLs have IPv6 addresses in brackets.
        let host = match host.bytes().any(|byte| byte == b':') && !host.starts_with('[') {
            true => format!("[{host}]"),
            false => host.into(),
        };
        Self {
            host,
            port: port.map(Into::into),
        }
    }

    /// Whether requests to a URL of this host are allowed.
    pub(super) fn matches(&self, host: &str, url: &Url) -> bool {
        matches(&self.host, host) && self.port.as_ref().is_none_or(|port| matches(port, &port_of(url)))
    }
}

/// Whether a pattern is of all of a text, which is ASCII, as hosts of URLs are.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut seen) = (0, 0);
    // Behind the last `*`, and how much of the text is before what follows it. Shorter ones that came before it need not be
    // tried again.
    let mut star = None;
    while seen < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                at += 1;
                star = Some((at, seen));
            }
            Some(byte) if *byte == b'?' || text.get(seen) == Some(byte) => {
                at += 1;
                seen += 1;
            }
            _ => {
                let Some((behind, before)) = star else {
                    return false;
                };
                at = behind;
                seen = before + 1;
                star = Some((at, seen));
            }
        }
    }
    pattern.iter().skip(at).all(|byte| *byte == b'*')
}

/// Host and port. In what has more than one colon outside of brackets there is no port: it is an IPv6 address.
fn split(entry: &str) -> (&str, Option<&str>) {
    let has = |text: &str, sign: u8| text.bytes().any(|byte| byte == sign);
    let colon = entry.bytes().rposition(|byte| byte == b':');
    let Some((host, port)) = colon.and_then(|at| Some((entry.get(..at)?, entry.get(at + 1..)?))) else {
        return (entry, None);
    };
    match has(port, b']') || (has(host, b':') && !has(host, b']')) {
        true => (entry, None),
        false => (host, Some(port)),
    }
}

/// A URL tells no port that is its protocol's own.
fn port_of(url: &Url) -> String {
    match (url.port(), url.protocol().as_str()) {
        (port, "http:") if port.is_empty() => "80".into(),
        (port, _) if port.is_empty() => "443".into(),
        (port, _) => port,
    }
}

#[cfg(test)]
mod tests {
    use super::{matches, split};

    #[test]
    fn a_pattern_is_of_all_of_the_text() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("**", "", true),
            ("?", "", false),
            ("a", "", false),
            ("example.com", "example.com", true),
            ("example.com", "example.com.", false),
            ("example.com", "xexample.com", false),
            ("*.example.com", "a.b.example.com", true),
            ("*.example.com", "example.com", false),
            ("*example.com", "example.com", true),
            ("*.com", "a.com.com", true),
            ("*.com*", "a.com", true),
            ("a*b*c", "abbcbc", true),
            ("a*b*c", "abbcb", false),
            ("**a**", "a", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*?", "", false),
            ("?*", "a", true),
            ("80??", "8080", true),
            ("*aab", "aaaab", true),
            ("*a*aab", "aaaac", false),
            ("é", "e", false),
            ("[::1]", "[::1]", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_pattern_of_many_stars_ends_soon() {
        assert!(!matches(&"*a".repeat(30), &"a".repeat(29)));
        assert!(!matches(&format!("{}b", "*a".repeat(60)), &"a".repeat(2000)));
    }

    #[test]
    fn ports_are_told_from_addresses() {
        for (entry, host, port) in [
            ("example.com", "example.com", None),
            ("example.com:8080", "example.com", Some("8080")),
            ("*:*", "*", Some("*")),
            ("*", "*", None),
            ("[::1]", "[::1]", None),
            ("[::1]:80", "[::1]", Some("80")),
            ("::1", "::1", None),
            ("fe80::1:80", "fe80::1:80", None),
            ("", "", None),
            (":80", "", Some("80")),
            ("x:", "x", Some("")),
        ] {
            assert_eq!(split(entry), (host, port), "{entry}");
        }
    }
}
