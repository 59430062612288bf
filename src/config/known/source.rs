//! Owns the table of files that are looked for known values by themselves: where each is, how it is read, what in it is
//! secret. It must not open one.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::format::Format;

/// Endings of dotenv files that are kept in repositories and hold no secrets.
const TEMPLATES: [&str; 6] = ["dist", "defaults", "example", "sample", "template", "tpl"];

/// A kind of file.
pub(super) struct Source {
    /// What the log counts its values under.
    pub name: &'static str,
    /// Where such files are; every place counts, whatever the others have.
    pub places: &'static [Place],
    /// How they are read.
    pub format: Format,
    /// What in them is secret whatever it looks like: the member's name, its TYPE, how it is written.
    pub members: &'static [(&'static str, &'static str, Written)],
    /// What of the rest is.
    pub rest: Rest,
}

/// Where files are.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// A path below the home directory.
    Home(&'static str),
    /// A path below `$XDG_CONFIG_HOME`, which is `~/.config` where that is not set.
    Config(&'static str),
    /// A variable holds the path.
    Variable(&'static str),
    /// A variable holds several, with colons between them.
    Variables(&'static str),
    /// A variable holds the path of a directory; the file has this name in it.
    In(&'static str, &'static str),
    /// Files of the project's root and of the working directory, by their name.
    Project(fn(&[u8]) -> bool),
    /// All files of a directory below the home directory that hold a private key.
    Keys(&'static str),
}

/// How a secret is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// As it is.
    Plainly,
    /// In base64; secret in both forms.
    InBase64,
    /// In base64, together with a name before it: `name:secret`. The secret's own TYPE.
    AfterName(&'static str),
}

/// What of the members that are not listed is secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// What is called so. Its TYPE is this word and its name.
    Named(&'static str),
    /// Everything that is not ordinary. Its TYPE is its name.
    All,
}

use Place::{Config, Home, In, Keys, Project, Variable, Variables};
use Written::{AfterName, InBase64, Plainly};

/// All of them. Where a value stands in several, the first names its TYPE.
pub(super) static SOURCES: [Source; 15] = [
    Source {
        name: "dotenv",
        places: &[Project(is_dotenv)],
        format: Format::Dotenv,
        members: &[],
        rest: Rest::All,
    },
    Source {
        name: "terraform",
        places: &[Project(|name| name.ends_with(b".tfvars"))],
        format: Format::Hcl,
        members: &[],
        rest: Rest::All,
    },
    Source {
        name: "terraform",
        places: &[Project(|name| name.ends_with(b".tfvars.json"))],
        format: Format::Json,
        members: &[],
        rest: Rest::All,
    },
    Source {
        name: "terraform",
        places: &[Home(".terraformrc"), Variable("TF_CLI_CONFIG_FILE")],
        format: Format::Hcl,
        members: &[("token", "TERRAFORM_TOKEN", Plainly)],
        rest: Rest::Named("TERRAFORM"),
    },
    Source {
        name: "terraform",
        places: &[Home(".terraform.d/credentials.tfrc.json")],
        format: Format::Json,
        members: &[("token", "TERRAFORM_TOKEN", Plainly)],
        rest: Rest::Named("TERRAFORM"),
    },
    Source {
        name: "aws",
        places: &[Home(".aws/credentials"), Variable("AWS_SHARED_CREDENTIALS_FILE")],
        format: Format::Ini(b"="),
        members: &[
            ("aws_secret_access_key", "AWS_SECRET_ACCESS_KEY", Plainly),
            ("aws_session_token", "AWS_SESSION_TOKEN", Plainly),
        ],
        rest: Rest::Named("AWS"),
    },
    Source {
        name: "netrc",
        places: &[Home(".netrc"), Variable("NETRC")],
        format: Format::Netrc,
        members: &[("password", "NETRC_PASSWORD", Plainly)],
        rest: Rest::Named("NETRC"),
    },
    Source {
        name: "npm",
        places: &[
            Home(".npmrc"),
            Variable("NPM_CONFIG_USERCONFIG"),
            Variable("npm_config_userconfig"),
            Project(|name| name == b".npmrc"),
        ],
        format: Format::Ini(b"="),
        members: &[
            ("_authToken", "NPM_AUTH_TOKEN", Plainly),
            ("_auth", "NPM_AUTH", AfterName("NPM_PASSWORD")),
            ("_password", "NPM_PASSWORD", InBase64),
        ],
        rest: Rest::Named("NPM"),
    },
    Source {
        name: "pypi",
        places: &[Home(".pypirc")],
        format: Format::Ini(b"=:"),
        members: &[("password", "PYPI_PASSWORD", Plainly)],
        rest: Rest::Named("PYPI"),
    },
    Source {
        name: "git",
        places: &[Home(".git-credentials"), Config("git/credentials")],
        format: Format::Urls,
        members: &[("password", "GIT_PASSWORD", Plainly)],
        rest: Rest::All,
    },
    Source {
        name: "docker",
        places: &[Home(".docker/config.json"), In("DOCKER_CONFIG", "config.json")],
        format: Format::Json,
        members: &[
            ("auth", "DOCKER_AUTH", AfterName("DOCKER_PASSWORD")),
            ("identitytoken", "DOCKER_IDENTITY_TOKEN", Plainly),
            ("registrytoken", "DOCKER_REGISTRY_TOKEN", Plainly),
        ],
        rest: Rest::Named("DOCKER"),
    },
    Source {
        name: "kubernetes",
        places: &[Home(".kube/config"), Variables("KUBECONFIG")],
        format: Format::Yaml,
        members: &[
            ("token", "KUBE_TOKEN", Plainly),
            ("password", "KUBE_PASSWORD", Plainly),
            ("client-key-data", "KUBE_CLIENT_KEY", InBase64),
        ],
        rest: Rest::Named("KUBE"),
    },
    Source {
        name: "github",
        places: &[Config("gh/hosts.yml"), In("GH_CONFIG_DIR", "hosts.yml")],
        format: Format::Yaml,
        members: &[("oauth_token", "GITHUB_TOKEN", Plainly)],
        rest: Rest::Named("GITHUB"),
    },
    Source {
        name: "gcp",
        places: &[
            Config("gcloud/application_default_credentials.json"),
            In("CLOUDSDK_CONFIG", "application_default_credentials.json"),
            Variable("GOOGLE_APPLICATION_CREDENTIALS"),
        ],
        format: Format::Json,
        members: &[
            ("private_key", "GCP_PRIVATE_KEY", Plainly),
            ("client_secret", "GCP_CLIENT_SECRET", Plainly),
            ("refresh_token", "GCP_REFRESH_TOKEN", Plainly),
        ],
        rest: Rest::Named("GCP"),
    },
    Source {
        name: "ssh",
        places: &[Keys(".ssh")],
        format: Format::PrivateKey,
        members: &[("", "SSH_PRIVATE_KEY", Plainly)],
        rest: Rest::Named("SSH"),
    },
];

impl Place {
    /// The files that this place names by their whole path; none for places that are directories.
    pub(super) fn files(self, at: &Machine<'_>) -> Vec<PathBuf> {
        match self {
            Self::Home(path) => vec![at.home.join(path)],
            Self::Config(path) => vec![at.config().join(path)],
            Self::Variable(name) => at.variable(name).map(|path| at.here.join(path)).into_iter().collect(),
            Self::Variables(name) => {
                let paths = at.variable(name).into_iter().flat_map(std::env::split_paths);
                paths.filter(|path| !path.as_os_str().is_empty()).map(|path| at.here.join(path)).collect()
            }
            Self::In(name, file) => {
                at.variable(name).map(|path| at.here.join(path).join(file)).into_iter().collect()
            }
            Self::Project(_) | Self::Keys(_) => Vec::new(),
        }
    }
}

/// What places are relative to.
#[derive(Clone, Copy)]
pub(super) struct Machine<'a> {
    /// The variables.
    pub environment: &'a [(OsString, OsString)],
    /// The home directory.
    pub home: &'a Path,
    /// The working directory.
    pub here: &'a Path,
}

impl<'a> Machine<'a> {
    /// A variable, if it is set to anything.
    pub(super) fn variable(self, name: &str) -> Option<&'a OsStr> {
        let set = self.environment.iter().find(|(is, value)| is == name && !value.is_empty());
        set.map(|(_, value)| value.as_os_str())
    }

    fn config(self) -> PathBuf {
        let set = self.variable("XDG_CONFIG_HOME").map(Path::new).filter(|path| path.is_absolute());
        set.map_or_else(|| self.home.join(".config"), Path::to_owned)
    }
}

/// `.env`, `.env.local`, `.env.production`, `.envrc`; not `.env.example` and its like.
pub(super) fn is_dotenv(name: &[u8]) -> bool {
    let mut words = name.split(|byte| !byte.is_ascii_alphanumeric());
    name.starts_with(b".env")
        && !words.any(|word| TEMPLATES.iter().any(|template| template.as_bytes() == word))
}

/// Whether the beginning of a file is that of a private key in any of its forms.
pub(super) fn is_private_key(text: &[u8]) -> bool {
    let first = text.trim_ascii_start().split(|&byte| byte == b'\n').next().unwrap_or_default();
    let is_block = first.starts_with(b"-----BEGIN ") || first.starts_with(b"---- BEGIN ");
    is_block && memchr::memmem::find(first, b"PRIVATE KEY").is_some()
        || first.starts_with(b"PuTTY-User-Key-File-")
}

/// The last name of a path, as bytes.
pub(super) fn file_name(path: &Path) -> &[u8] {
    path.file_name().unwrap_or_default().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_follows_the_variables_of_its_tool() {
        let environment: Vec<(OsString, OsString)> = [
            ("XDG_CONFIG_HOME", "/xdg"),
            ("DOCKER_CONFIG", "/docker"),
            ("KUBECONFIG", "one:/two::"),
            ("NETRC", ""),
            ("GOOGLE_APPLICATION_CREDENTIALS", "key.json"),
        ]
        .map(|(name, value)| (name.into(), value.into()))
        .into();
        let machine =
            Machine { environment: &environment, home: Path::new("/home/me"), here: Path::new("/srv") };
        for (place, expected) in [
            (Home(".netrc"), &["/home/me/.netrc"][..]),
            (Config("gh/hosts.yml"), &["/xdg/gh/hosts.yml"]),
            (In("DOCKER_CONFIG", "config.json"), &["/docker/config.json"]),
            (Variables("KUBECONFIG"), &["/srv/one", "/two"]),
            (Variable("NETRC"), &[]),
            (Variable("GOOGLE_APPLICATION_CREDENTIALS"), &["/srv/key.json"]),
        ] {
            let expected: Vec<PathBuf> = expected.iter().map(PathBuf::from).collect();
            assert_eq!(place.files(&machine), expected);
        }
        let bare = Machine { environment: &[], ..machine };
        assert_eq!(Config("x").files(&bare), [PathBuf::from("/home/me/.config/x")]);
    }

    #[test]
    fn a_private_key_is_told_by_its_first_line() {
        for (text, is_key) in [
            (concat!("-----BEGIN OPENSSH ", "PRIVATE KEY-----\nx"), true),
            (concat!("\n-----BEGIN RSA ", "PRIVATE KEY-----\r\nx"), true),
            ("PuTTY-User-Key-File-3: ssh-ed25519\n", true),
            ("-----BEGIN CERTIFICATE-----\n", false),
            ("ssh-ed25519 AAAA me@here PRIVATE KEY\n", false),
            ("", false),
        ] {
            assert_eq!(is_private_key(text.as_bytes()), is_key, "{text}");
        }
    }

    #[test]
    fn templates_are_no_dotenv_files() {
        for (name, is) in [
            (".env", true),
            (".env.local", true),
            (".envrc", true),
            (".env.example", false),
            (".env-sample.local", false),
            ("env", false),
        ] {
            assert_eq!(is_dotenv(name.as_bytes()), is, "{name}");
        }
    }
}
