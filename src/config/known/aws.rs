//! Owns the question which secret belongs to an AWS access key: asked for one key, when a request that it signed has to
//! be signed again. It must not look anywhere but where known values of AWS are looked for.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::format::{self, Member};
use super::read;
use super::source::{Machine, SOURCES};
use crate::secret::SecretBytes;

/// The access keys of the parent. No `Debug`: it holds a secret.
#[derive(Default)]
pub struct AwsKeys {
    /// That of the environment, id and secret.
    environment: Option<(Vec<u8>, SecretBytes)>,
    /// Files with profiles; they are read when they are needed, since tools renew keys in them.
    files: Vec<PathBuf>,
}

impl AwsKeys {
    /// The keys of this environment, home and working directory.
    #[must_use]
    pub fn of(environment: &[(OsString, OsString)], home: &Path, here: &Path) -> Self {
        let machine = Machine { environment, home, here };
        let bytes = |name| machine.variable(name).map(|value| value.as_bytes().to_vec());
        let pair = bytes("AWS_ACCESS_KEY_ID").zip(bytes("AWS_SECRET_ACCESS_KEY").map(SecretBytes::new));
        let places = SOURCES.iter().filter(|source| source.name == "aws").flat_map(|source| source.places);
        Self { environment: pair, files: places.flat_map(|place| place.files(&machine)).collect() }
    }

    /// The secrets that stand beside this key id, each of which may be the right one.
    #[must_use]
    pub fn secrets_of(&self, id: &str) -> Vec<SecretBytes> {
        let copy = |secret: &[u8]| SecretBytes::new(secret.to_vec());
        let own = self.environment.iter().filter(|(own, _)| own == id.as_bytes());
        let mut secrets: Vec<_> = own.map(|(_, secret)| copy(secret.expose())).collect();
        for path in &self.files {
            let Ok(Some(text)) = read::text(path) else { continue };
            let mut members = Vec::new();
            let _ini_is_never_malformed = format::members(format::Format::Ini(b"="), &text, &mut members);
            let called =
                |name: &'static str| members.iter().filter(move |it| it.name.eq_ignore_ascii_case(name));
            for key in called("aws_access_key_id").filter(|key| key.value.as_slice() == id.as_bytes()) {
                let beside = called("aws_secret_access_key").filter(|secret| profile(secret) == profile(key));
                secrets.extend(beside.map(|secret| copy(&secret.value)));
            }
        }
        secrets
    }
}

fn profile(member: &Member) -> Option<&str> {
    member.path.strip_suffix(&member.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(keys: &AwsKeys, id: &str) -> Vec<String> {
        let text = |secret: &SecretBytes| String::from_utf8(secret.expose().to_vec()).unwrap();
        keys.secrets_of(id).iter().map(text).collect()
    }

    #[test]
    fn the_secret_of_a_key_is_the_one_beside_it() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join(".aws")).unwrap();
        let profiles = "[default]\naws_access_key_id = ONE\naws_secret_access_key = first\n\
                        [b]\nAWS_SECRET_ACCESS_KEY=second ; its comment\naws_access_key_id=TWO\n[c]\naws_access_key_id = THREE\n";
        std::fs::write(home.path().join(".aws/credentials"), profiles).unwrap();
        std::fs::write(
            home.path().join("more"),
            "[d]\naws_access_key_id=FOUR\naws_secret_access_key=fourth\n",
        )
        .unwrap();
        let pairs = [
            ("AWS_ACCESS_KEY_ID", "OWN"),
            ("AWS_SECRET_ACCESS_KEY", "mine"),
            ("AWS_SHARED_CREDENTIALS_FILE", "more"),
        ];
        let environment = pairs.map(|(name, value)| (name.into(), value.into()));
        let keys = AwsKeys::of(&environment, home.path(), home.path());
        assert_eq!(found(&keys, "OWN"), ["mine"]);
        assert_eq!(found(&keys, "ONE"), ["first"]);
        assert!(found(&keys, "TWO").contains(&"second".to_owned()));
        assert_eq!(found(&keys, "FOUR"), ["fourth"]);
        for id in ["", "THREE", "FIVE", "own"] {
            assert_eq!(found(&keys, id), <[&str; 0]>::default(), "{id}");
        }
        std::fs::write(
            home.path().join("more"),
            "[d]\naws_access_key_id=FIVE\naws_secret_access_key=fifth\n",
        )
        .unwrap();
        assert_eq!(found(&keys, "FIVE"), ["fifth"]);
    }
}
