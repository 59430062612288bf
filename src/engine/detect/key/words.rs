//! Owns the words that names of secrets are made of, as patterns: they are tried at every name. Data only.

/// Last words that mean a password; misspellings are told by their letters.
pub(super) fn is_password(word: &[u8]) -> bool {
    matches!(
        word,
        b"pass"
            | b"passcode"
            | b"passphrase"
            | b"passwd"
            | b"password"
            | b"passwords"
            | b"passwort"
            | b"psw"
            | b"pswd"
            | b"pw"
            | b"pwd"
            | b"pwds"
    )
}

/// Words with which one that means a password does not name one.
pub(super) fn denies_password(word: &[u8]) -> bool {
    matches!(
        word,
        b"count"
            | b"error"
            | b"expired"
            | b"file"
            | b"forgot"
            | b"hash"
            | b"hashed"
            | b"hide"
            | b"hint"
            | b"invalid"
            | b"label"
            | b"last"
            | b"mask"
            | b"masked"
            | b"max"
            | b"min"
            | b"num"
            | b"path"
            | b"placeholder"
            | b"reset"
            | b"show"
            | b"weak"
    )
}

/// Words that make `key` or `token` after them mean a secret.
pub(super) fn qualifies(word: &[u8]) -> bool {
    matches!(
        word,
        b"access"
            | b"account"
            | b"admin"
            | b"aes"
            | b"agent"
            | b"api"
            | b"app"
            | b"application"
            | b"auth"
            | b"bearer"
            | b"bot"
            | b"client"
            | b"consumer"
            | b"decryption"
            | b"deploy"
            | b"encryption"
            | b"hmac"
            | b"id"
            | b"ingest"
            | b"instrumentation"
            | b"jwt"
            | b"license"
            | b"master"
            | b"oauth"
            | b"personal"
            | b"preshared"
            | b"private"
            | b"project"
            | b"publish"
            | b"refresh"
            | b"registry"
            | b"root"
            | b"secret"
            | b"security"
            | b"server"
            | b"service"
            | b"session"
            | b"shared"
            | b"signing"
            | b"ssh"
            | b"storage"
            | b"user"
            | b"webhook"
            | b"write"
    )
}

/// Words after the telling one that do not change what it says.
pub(super) fn is_neutral(word: &[u8]) -> bool {
    matches!(
        word,
        b"base"
            | b"base64"
            | b"clear"
            | b"current"
            | b"data"
            | b"default"
            | b"dev"
            | b"encoded"
            | b"env"
            | b"live"
            | b"new"
            | b"old"
            | b"plain"
            | b"plaintext"
            | b"prod"
            | b"production"
            | b"raw"
            | b"staging"
            | b"str"
            | b"string"
            | b"text"
            | b"value"
    )
}

/// Words with which a name is about a secret, or about something else, but does not name one.
pub(super) fn denies_secret(word: &[u8]) -> bool {
    matches!(
        word,
        b"algorithm"
            | b"alias"
            | b"arn"
            | b"attribute"
            | b"cache"
            | b"cached"
            | b"checksum"
            | b"class"
            | b"column"
            | b"commit"
            | b"completion"
            | b"continuation"
            | b"count"
            | b"csrf"
            | b"cursor"
            | b"dedup"
            | b"description"
            | b"digest"
            | b"dir"
            | b"directory"
            | b"endpoint"
            | b"error"
            | b"etag"
            | b"expires"
            | b"expiry"
            | b"field"
            | b"file"
            | b"fingerprint"
            | b"foreign"
            | b"hash"
            | b"hashed"
            | b"header"
            | b"help"
            | b"hint"
            | b"i18n"
            | b"idempotency"
            | b"ids"
            | b"index"
            | b"input"
            | b"integrity"
            | b"kind"
            | b"label"
            | b"length"
            | b"limit"
            | b"link"
            | b"mask"
            | b"max"
            | b"min"
            | b"mode"
            | b"name"
            | b"next"
            | b"nonce"
            | b"num"
            | b"output"
            | b"page"
            | b"pagination"
            | b"param"
            | b"parser"
            | b"partition"
            | b"path"
            | b"pattern"
            | b"placeholder"
            | b"policy"
            | b"primary"
            | b"prompt"
            | b"pub"
            | b"public"
            | b"publishable"
            | b"ref"
            | b"regex"
            | b"release"
            | b"request"
            | b"reset"
            | b"rotation"
            | b"rule"
            | b"schema"
            | b"sha"
            | b"sha256"
            | b"size"
            | b"sort"
            | b"source"
            | b"sync"
            | b"title"
            | b"type"
            | b"uri"
            | b"url"
            | b"version"
            | b"xsrf"
    )
}

/// Last words that perhaps mean a secret.
pub(super) fn is_vague(word: &[u8]) -> bool {
    matches!(word, b"credential" | b"credentials" | b"creds" | b"secrets" | b"token")
}

/// Last words that do so where a vendor's or a project's name stands before them.
pub(super) fn is_vague_behind(word: &[u8]) -> bool {
    matches!(word, b"api" | b"auth" | b"key" | b"pat")
}
