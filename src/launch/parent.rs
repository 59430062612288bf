//! Owns what our own way upstream takes out of the parent's environment: its proxies and its trusted roots. It must
//! not read the files it names.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::Arc;

use hyper_util::client::proxy::matcher::Intercept;

use super::LaunchError;
use super::env::{ADDING, REPLACING, SESSION, TRUSTED_DIRECTORIES};
use crate::proxy::{BadProxy, Proxies, Without};

/// Longest id of an outer session that is repeated in a message.
const MAX_SESSION: usize = 32;

/// What the parent's environment says about the way upstream. No `Debug`: a proxy's address may hold its password.
pub struct Parent {
    /// Its proxies, with its own list of hosts that go without.
    pub proxies: Arc<Proxies>,
    /// Files that it trusts besides a client's built-in roots.
    pub added_roots: Vec<PathBuf>,
    /// Files and directories that it trusts instead of a client's built-in roots.
    pub replaced_roots: Vec<PathBuf>,
    /// Something to say when `ww` runs inside `ww`.
    pub notice: Option<String>,
}

impl Parent {
    /// Reads the parent's environment.
    ///
    /// Of a proxy variable in two cases the lower one counts, as in curl; set but empty means no proxy. `ALL_PROXY`
    /// stands in for one that is not set.
    ///
    /// # Errors
    /// [`LaunchError::ParentProxy`] when an address cannot be understood, [`LaunchError::SocksProxy`] when it is one
    /// that we do not speak to: to go without it would leave the way that the machine's owner has laid.
    pub fn read(environment: &[(OsString, OsString)]) -> Result<Self, LaunchError> {
        let https = Setting::of(environment, ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])?;
        let http = Setting::of(environment, ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])?;
        let without = Setting::of(environment, ["no_proxy", "NO_PROXY"])?;
        let without = Without::new(without.value);
        let proxies = Proxies { https: https.proxy()?, http: http.proxy()?, without };
        Ok(Self {
            proxies: Arc::new(proxies),
            added_roots: paths(environment, &ADDING),
            replaced_roots: paths(environment, &[&REPLACING[..], &[TRUSTED_DIRECTORIES]].concat()),
            notice: outer_session(environment).map(|outer| notice(&outer, !https.value.is_empty())),
        })
    }
}

/// One setting that may stand under several names.
#[derive(Clone, Copy)]
struct Setting<'a> {
    name: &'static str,
    value: &'a str,
}

impl<'a> Setting<'a> {
    /// The first of `names` that is set; empty when none is.
    fn of<const N: usize>(
        environment: &'a [(OsString, OsString)],
        names: [&'static str; N],
    ) -> Result<Self, LaunchError> {
        for name in names {
            if let Some((_, value)) = environment.iter().find(|(is, _)| is == name) {
                let value = value.to_str().ok_or(LaunchError::ParentProxy { name })?.trim();
                return Ok(Self { name, value });
            }
        }
        Ok(Self { name: "", value: "" })
    }

    fn proxy(self) -> Result<Option<Intercept>, LaunchError> {
        let name = self.name;
        Proxies::address(self.value).map_err(|bad| match bad {
            BadProxy::Address => LaunchError::ParentProxy { name },
            BadProxy::Socks => LaunchError::SocksProxy { name },
        })
    }
}

/// What these variables name, each path once. `SSL_CERT_DIR` may hold several, parted by colons; no other name does.
fn paths(environment: &[(OsString, OsString)], names: &[&str]) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for (name, value) in environment {
        let Some(wanted) = names.iter().find(|wanted| name.eq_ignore_ascii_case(wanted)) else { continue };
        let several = if *wanted == TRUSTED_DIRECTORIES {
            std::env::split_paths(value).collect()
        } else {
            vec![PathBuf::from(value)]
        };
        for path in several {
            if !path.as_os_str().is_empty() && !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    paths
}

/// The id of the session that we run inside of. Anybody can set the variable, so only what looks like an id is
/// repeated.
fn outer_session(environment: &[(OsString, OsString)]) -> Option<String> {
    let (_, value) = environment.iter().find(|(name, _)| name == OsStr::new(SESSION))?;
    let is_id =
        |text: &&str| text.len() <= MAX_SESSION && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    Some(value.to_str().filter(is_id).unwrap_or("of unknown name").to_owned())
}

fn notice(outer: &str, chained: bool) -> String {
    if chained {
        format!("this session runs inside session {outer} and goes on through it")
    } else {
        format!(
            "this session runs inside session {outer}, but without its proxy, and goes to the network by itself"
        )
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStringExt;

    use super::*;

    fn parent(pairs: &[(&str, &str)]) -> Result<Parent, LaunchError> {
        let environment: Vec<_> =
            pairs.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))).collect();
        Parent::read(&environment)
    }

    fn proxy_for(pairs: &[(&str, &str)], url: &str) -> Option<String> {
        let parent = parent(pairs).unwrap_or_else(|error| panic!("{error}"));
        let (scheme, rest) = url.split_once("://").unwrap();
        let proxy = parent.proxies.of(scheme == "https", rest.trim_end_matches('/'), 443);
        proxy.map(|proxy| proxy.uri().authority().unwrap().to_string())
    }

    #[test]
    fn the_lower_case_wins_and_all_proxy_stands_in() {
        const HTTPS: &str = "https://api.example.com/";
        for (pairs, url, expected) in [
            (&[("HTTPS_PROXY", "http://up:1"), ("https_proxy", "http://low:1")][..], HTTPS, Some("low:1")),
            (&[("HTTPS_PROXY", "http://up:1")], HTTPS, Some("up:1")),
            (&[("HTTPS_PROXY", "up:1")], HTTPS, Some("up:1")),
            (&[("HTTPS_PROXY", "http://up:1"), ("https_proxy", "")], HTTPS, None),
            (&[("ALL_PROXY", "http://all:1")], HTTPS, Some("all:1")),
            (&[("all_proxy", "http://all:1"), ("HTTPS_PROXY", "http://up:1")], HTTPS, Some("up:1")),
            (&[("HTTPS_PROXY", "http://up:1"), ("no_proxy", "example.com")], HTTPS, None),
            (&[("HTTPS_PROXY", "http://up:1"), ("NO_PROXY", "example.org")], HTTPS, Some("up:1")),
            (&[("HTTPS_PROXY", "http://up:1"), ("no_proxy", "*")], HTTPS, None),
            (&[("HTTPS_PROXY", "http://up:1")], "http://api.example.com/", None),
            (&[("http_proxy", "http://plain:1")], "http://api.example.com/", Some("plain:1")),
            (&[], HTTPS, None),
        ] {
            assert_eq!(proxy_for(pairs, url).as_deref(), expected, "{pairs:?} {url}");
        }
    }

    #[test]
    fn a_proxy_that_cannot_be_understood_is_an_error_that_names_the_variable() {
        let error = parent(&[("HTTPS_PROXY", "http://[nonsense")]).err().unwrap();
        assert!(error.to_string().contains("HTTPS_PROXY"), "{error}");
        let socks = parent(&[("all_proxy", "socks5h://u:p4ss@corp:1080")]).err().unwrap().to_string();
        assert!(socks.contains("all_proxy names a SOCKS proxy") && !socks.contains("p4ss"), "{socks}");
        let odd = [("http_proxy".into(), OsString::from_vec(b"http://\xFF:1".to_vec()))];
        assert!(Parent::read(&odd).err().unwrap().to_string().contains("http_proxy"));
    }

    #[test]
    fn roots_are_named_once_each() {
        let parent = parent(&[
            ("SSL_CERT_FILE", "/a.pem"),
            ("CURL_CA_BUNDLE", "/a.pem"),
            ("PIP_CERT", ""),
            ("SSL_CERT_DIR", "/d:/e"),
            ("NODE_EXTRA_CA_CERTS", "/b:c.pem"),
            ("DENO_CERT", "/b:c.pem"),
        ])
        .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(parent.added_roots, ["/b:c.pem"].map(PathBuf::from));
        assert_eq!(parent.replaced_roots, ["/a.pem", "/d", "/e"].map(PathBuf::from));
    }

    #[test]
    fn ww_inside_ww_says_what_happens() {
        let said = |pairs: &[(&str, &str)]| parent(pairs).unwrap_or_else(|error| panic!("{error}")).notice;
        assert_eq!(said(&[]), None);
        let chained = said(&[("WW_SESSION", "k3f9q2"), ("HTTPS_PROXY", "http://ww:x@127.0.0.1:1")]).unwrap();
        assert!(chained.contains("inside session k3f9q2 and goes on through it"), "{chained}");
        let alone = said(&[("WW_SESSION", "\x1b[31m\n")]).unwrap();
        assert!(alone.contains("by itself") && !alone.contains('\x1b'), "{alone}");
    }
}
