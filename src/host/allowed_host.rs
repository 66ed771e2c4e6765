//! The entries of `allowedHosts`.

use wildmatch::WildMatch;

/// A host, maybe with a port, both with `*` and `?` for any text and any character. Without a port: on any.
pub(crate) struct AllowedHost {
    host: WildMatch,
    port: Option<WildMatch>,
}

impl AllowedHost {
    pub(crate) fn new(entry: &str) -> Self {
        let entry = entry.to_ascii_lowercase();
        let (host, port) = split(&entry);
        // URLs have IPv6 addresses in brackets.
        let host = match host.bytes().any(|byte| byte == b':') && !host.starts_with('[') {
            true => format!("[{host}]"),
            false => host.into(),
        };
        Self {
            host: WildMatch::new(&host),
            port: port.map(WildMatch::new),
        }
    }

    /// Whether requests to that host and port are allowed.
    pub(crate) fn matches(&self, host: &str, port: &str) -> bool {
        self.host.matches(host) && self.port.as_ref().is_none_or(|pattern| pattern.matches(port))
    }
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

#[cfg(test)]
mod tests {
    use super::split;

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
