//! What a plug-in may ask of the network: plain rules, which `http.rs` and `redirect.rs` carry out.

use super::allowed_host::AllowedHost;
use crate::error::{Code, Error, Result};

/// Where a request goes, as a parsed URL tells.
pub(crate) struct Target {
    pub(crate) href: String,
    /// With its colon.
    pub(crate) protocol: String,
    pub(crate) host: String,
    /// Empty for the protocol's own.
    pub(crate) port: String,
}

impl Target {
    /// The port, also where it is the protocol's own.
    fn port(&self) -> &str {
        match (self.port.as_str(), self.protocol.as_str()) {
            ("", "http:") => "80",
            ("", _) => "443",
            (port, _) => port,
        }
    }
}

/// The hosts that requests may go to.
pub(crate) struct Policy(Vec<AllowedHost>);

impl Policy {
    pub(crate) fn new(hosts: &[String]) -> Self {
        Self(hosts.iter().map(|host| AllowedHost::new(host)).collect())
    }

    /// Whether any request can be allowed at all.
    pub(crate) fn reaches_anything(&self) -> bool {
        !self.0.is_empty()
    }

    /// Fails for a URL that is no http URL or that no allowed host matches.
    pub(crate) fn check(&self, target: &Target) -> Result<()> {
        let Target { href, host, .. } = target;
        let why = if !matches!(target.protocol.as_str(), "http:" | "https:") {
            "it is not an http or https URL".into()
        } else if self.0.iter().any(|allowed| allowed.matches(host, target.port())) {
            return Ok(());
        } else {
            format!("no allowedHosts match \"{host}\"")
        };
        let text = format!("Call error: HTTP request to \"{href}\" is not allowed ({why})");
        Err(Error::new(Code::HttpDenied, text))
    }
}

/// Whether a response of that status redirects, if it says where to.
pub(crate) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Changes method and headers to those of the next hop, as the fetch standard says; whether the body is dropped.
pub(crate) fn redirect(
    status: u16,
    same_origin: bool,
    method: &mut String,
    headers: &mut Vec<(String, String)>,
) -> bool {
    let becomes_get = match status {
        303 => method != "HEAD",
        301 | 302 => method == "POST",
        _ => false,
    };
    if becomes_get {
        *method = "GET".into();
        headers.retain(|(name, _)| !name.to_ascii_lowercase().starts_with("content-"));
    }
    if !same_origin {
        const SECRET: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];
        headers.retain(|(name, _)| !SECRET.contains(&name.to_ascii_lowercase().as_str()));
    }
    becomes_get
}

/// How much of a response is read.
pub(crate) struct Limit {
    total: u64,
    most: u64,
}

impl Limit {
    pub(crate) fn new(most: u64) -> Self {
        Self { total: 0, most }
    }

    /// Counts bytes of the response to `url`; fails when there are too many.
    pub(crate) fn add(&mut self, bytes: u64, url: &str) -> Result<()> {
        self.total = self.total.saturating_add(bytes);
        if self.total <= self.most {
            return Ok(());
        }
        let text = format!(
            "HTTP response from \"{url}\" is larger than the {} bytes allowed (memory.maxHttpResponseBytes)",
            self.most
        );
        Err(Error::new(Code::HttpLimit, text))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{is_redirect, redirect, Limit, Policy, Target};
    use crate::error::Code;

    fn policy(hosts: &[&str]) -> Policy {
        Policy::new(&hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>())
    }

    fn target(protocol: &str, host: &str, port: &str) -> Target {
        Target {
            href: format!("{protocol}//{host}:{port}/"),
            protocol: protocol.into(),
            host: host.into(),
            port: port.into(),
        }
    }

    #[test]
    fn hosts_are_allowed_by_name_and_port() {
        for (entry, protocol, host, port, allowed) in [
            ("example.com", "https:", "example.com", "", true),
            ("example.com", "http:", "example.com", "8080", true),
            ("EXAMPLE.com", "https:", "example.com", "", true),
            ("example.com", "https:", "www.example.com", "", false),
            ("example.com", "https:", "example.com.evil.org", "", false),
            ("example.com", "https:", "notexample.com", "", false),
            ("*.example.com", "https:", "a.b.example.com", "", true),
            ("*.example.com", "https:", "example.com", "", false),
            ("?.example.com", "https:", "a.example.com", "", true),
            ("?.example.com", "https:", "ab.example.com", "", false),
            ("*", "https:", "anything", "1", true),
            ("example.com:443", "https:", "example.com", "", true),
            ("example.com:443", "http:", "example.com", "", false),
            ("example.com:80", "http:", "example.com", "", true),
            ("example.com:8080", "http:", "example.com", "8080", true),
            ("example.com:*", "http:", "example.com", "9", true),
            ("[::1]", "http:", "[::1]", "", true),
            ("::1", "http:", "[::1]", "", true),
            ("[::1]:80", "http:", "[::1]", "", true),
            ("[::1]:81", "http:", "[::1]", "", false),
            ("", "https:", "example.com", "", false),
            ("*", "ftp:", "example.com", "", false),
            ("*", "data:", "", "", false),
            ("*", "file:", "", "", false),
        ] {
            let result = policy(&["other.test", entry]).check(&target(protocol, host, port));
            assert_eq!(result.is_ok(), allowed, "{entry} {protocol}//{host}:{port}");
            if let Err(error) = result {
                assert_eq!(error.code(), Some(Code::HttpDenied));
            }
        }
        assert!(policy(&[]).check(&target("https:", "example.com", "")).is_err());
        assert!(!policy(&[]).reaches_anything());
        assert!(policy(&["x"]).reaches_anything());
    }

    #[test]
    fn refusals_say_why() {
        let text = |target| {
            policy(&["a.test"])
                .check(&target)
                .map_or_else(|error| error.to_string(), |()| String::new())
        };
        assert_eq!(
            text(target("https:", "b.test", "1")),
            "Call error: HTTP request to \"https://b.test:1/\" is not allowed (no allowedHosts match \"b.test\")"
        );
        assert!(text(target("ftp:", "a.test", "")).contains("not an http or https URL"));
    }

    #[test]
    fn requests_change_as_the_fetch_standard_says() {
        for (status, method, becomes, drops) in [
            (301, "POST", "GET", true),
            (301, "PUT", "PUT", false),
            (301, "GET", "GET", false),
            (302, "POST", "GET", true),
            (302, "DELETE", "DELETE", false),
            (303, "POST", "GET", true),
            (303, "PUT", "GET", true),
            (303, "HEAD", "HEAD", false),
            (307, "POST", "POST", false),
            (308, "POST", "POST", false),
        ] {
            assert!(is_redirect(status));
            let (mut changed, mut headers) = (method.to_owned(), vec![("Content-Type".into(), "x".into())]);
            assert_eq!(
                redirect(status, true, &mut changed, &mut headers),
                drops,
                "{status} {method}"
            );
            assert_eq!(changed, becomes, "{status} {method}");
            assert_eq!(headers.is_empty(), drops, "{status} {method}");
        }
        for status in [200, 204, 300, 304, 305, 306, 400, 500] {
            assert!(!is_redirect(status), "{status}");
        }
    }

    #[test]
    fn secrets_stay_with_their_origin() {
        let given = [
            "Authorization",
            "COOKIE",
            "proxy-authorization",
            "X-Token",
            "accept",
        ];
        let headers = || given.map(|name| (name.to_owned(), String::from("x"))).to_vec();
        let (mut here, mut elsewhere) = (headers(), headers());
        redirect(307, true, &mut "GET".into(), &mut here);
        redirect(307, false, &mut "GET".into(), &mut elsewhere);
        let names =
            |headers: Vec<(String, String)>| headers.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(here), given);
        assert_eq!(names(elsewhere), ["X-Token", "accept"]);
    }

    #[test]
    fn responses_end_at_their_limit() {
        let mut limit = Limit::new(10);
        assert!(limit.add(4, "u").is_ok());
        assert!(limit.add(6, "u").is_ok());
        let error = limit.add(1, "http://u/").unwrap_err();
        assert_eq!(error.code(), Some(Code::HttpLimit));
        assert!(error
            .to_string()
            .contains("\"http://u/\" is larger than the 10 bytes"));
        assert!(Limit::new(0).add(0, "u").is_ok());
        assert!(Limit::new(u64::MAX).add(u64::MAX, "u").is_ok());
    }
}
