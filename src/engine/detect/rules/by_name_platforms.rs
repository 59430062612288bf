//! Owns the rules for values without a form of their own, told by the name before them: clouds, code hosts, build services and operations. Data only.

use super::by_name::{behind, by_name};
use crate::engine::detect::rule::Rule;

/// The family.
pub(super) const RULES: &[Rule] = &[
    by_name!(
        "alibaba-secret", "ALIBABA_SECRET", ["alibaba" | "Alibaba" | "ALIBABA" | "aliyun" | "Aliyun" | "ALIYUN" | "alicloud" | "ALICLOUD"],
        (alnum 30), "Alibaba Cloud RAM, AccessKey pairs",
        ["ALIBABA_SEC", "RET=", "[[", "B97tTnAXXMu7U6K7CwoAyk", "TlRskPEd", "]]"]
    ),
    by_name!(
        "tencent-secret", "TENCENT_SECRET", ["tencent" | "Tencent" | "TENCENT" | "qcloud" | "QCLOUD"],
        (alnum 32), "Tencent Cloud CAM, Access keys",
        ["TENCENT_SEC", "RET=", "[[", "96ZFwN9SMkrIX6lZOXRusZ", "wSl35jCV5V", "]]"]
    ),
    by_name!(
        "cloudflare-named-key", "CLOUDFLARE_TOKEN", ["cloudflare" | "Cloudflare" | "CLOUDFLARE"],
        (url "37,40"), "Cloudflare API, Global API keys and API tokens",
        ["CLOUDFLARE_SEC", "RET=", "[[", "BhjbW83VrHlTs620Uo8JPc", "zze0tM8GeP4ohoc", "]]"]
    ),
    by_name!(
        "fastly-token", "FASTLY_TOKEN", ["fastly" | "Fastly" | "FASTLY"],
        (url 32), "Fastly, Using API tokens",
        ["FASTLY_SEC", "RET=", "[[", "0d9xOB6Otfai2twd9Gq16C", "FmdJLTVuiy", "]]"]
    ),
    by_name!(
        "heroku-uuid-key",
        "HEROKU_KEY",
        ["heroku" | "Heroku" | "HEROKU"],
        (uuid),
        "Heroku Platform API, Authentication",
        ["HEROKU_SEC", "RET=", "[[", "b3896186-6d32-439e-a7c", "a-6a8d8ba71ff5", "]]"]
    ),
    by_name!(
        "netlify-named-token", "NETLIFY_TOKEN", ["netlify" | "Netlify" | "NETLIFY"],
        (url "40,46"), "Netlify, Get started with the API",
        ["NETLIFY_SEC", "RET=", "[[", "0fQXMBJrkrb0h7nThkKUCz", "8tbVWN2uvsEAVUnGCF", "]]"]
    ),
    by_name!(
        "vercel-named-token", "VERCEL_TOKEN", ["vercel" | "Vercel" | "VERCEL"],
        (alnum 24), "Vercel REST API, Creating an access token",
        ["VERCEL_SEC", "RET=", "[[", "GVAHyTCVYpiUljmczXs4M4", "gm", "]]"]
    ),
    by_name!(
        "railway-token",
        "RAILWAY_TOKEN",
        ["railway" | "Railway" | "RAILWAY"],
        (uuid),
        "Railway, Public API tokens",
        ["RAILWAY_SEC", "RET=", "[[", "fd0b4a3d-233a-4e22-a8c", "1-6d20943040e9", "]]"]
    ),
    by_name!(
        "linode-token", "LINODE_TOKEN", ["linode" | "Linode" | "LINODE"],
        (hex 64), "Akamai Linode API, Personal access tokens",
        ["LINODE_SEC", "RET=", "[[", "2d283cdea186a4dca0cf77", "da4ff873617baeb660d875", "e3eb891e883326e68386", "]]"]
    ),
    by_name!(
        "hetzner-token", "HETZNER_TOKEN", ["hetzner" | "Hetzner" | "HETZNER" | "hcloud" | "HCLOUD"],
        (alnum 64), "Hetzner Cloud API, Authentication",
        ["HETZNER_SEC", "RET=", "[[", "91kdpRIAa59JhrnOsSKznl", "dYxZvBzTjBFgglzL4Je0LX", "snqWppPOibtchy8XChE8", "]]"]
    ),
    by_name!(
        "vultr-key", "VULTR_KEY", ["vultr" | "Vultr" | "VULTR"],
        (alnum 36), "Vultr API, Authentication",
        ["VULTR_SEC", "RET=", "[[", "et2gvQOm0YUnEXUhz1r7LE", "RMYmyOSnOeg0MZ", "]]"]
    ),
    by_name!(
        "ovh-secret", "OVH_SECRET", ["ovh_" | "OVH_" | "ovhcloud" | "OVHcloud" | "Ovh"],
        (alnum 32), "OVHcloud API, First steps",
        ["OVH_SEC", "RET=", "[[", "68DuGBM5CH4f9JIEtNCjOS", "9rY28cI02p", "]]"]
    ),
    by_name!(
        "scaleway-secret", "SCALEWAY_SECRET", ["scaleway" | "Scaleway" | "SCALEWAY" | "scw_" | "SCW_"],
        (dashed "[A-Za-z0-9]{8}(?:-[A-Za-z0-9]{4}){3}-[A-Za-z0-9]{12}"), "Scaleway, How to create API keys",
        ["SCALEWAY_SEC", "RET=", "[[", "VYxTLJJ2-7VuT-WbW5-hXE", "2-emsrjwe3i3zF", "]]"]
    ),
    by_name!(
        "civo-key", "CIVO_KEY", ["civo" | "Civo" | "CIVO"],
        (alnum 50), "Civo API, Authentication",
        ["CIVO_SEC", "RET=", "[[", "RhnSCb5uneXQZGzjcy5IWv", "xzWCLNHrt99aVENsyMjBtV", "cZ4PUl", "]]"]
    ),
    by_name!(
        "oracle-cloud-secret", "ORACLE_CLOUD_SECRET", ["oci_" | "OCI_" | "oraclecloud" | "oracle_cloud" | "ORACLE_CLOUD"],
        (base64 "40,44"), "Oracle Cloud Infrastructure, Customer secret keys",
        ["OCI_SEC", "RET=", "[[", "IkLCqOCRAq0W9dVCoJDHgs", "tZz8iZ6dgzwB6NT5nG", "]]"]
    ),
    by_name!(
        "ibm-cloud-key", "IBM_CLOUD_KEY", ["ibm" | "IBM" | "bluemix" | "BLUEMIX" | "softlayer" | "SOFTLAYER" | "Softlayer"],
        (url 44), "IBM Cloud, Managing user API keys",
        ["IBM_SEC", "RET=", "[[", "a3doFPdIuURrOFRstUpCWV", "CXMdUdxSODaqWpwr7VFVQ4", "]]"]
    ),
    by_name!(
        "softlayer-key", "SOFTLAYER_KEY", ["softlayer" | "SoftLayer" | "SOFTLAYER" | "sl_api" | "SL_API"],
        (hex 64), "IBM Cloud, Classic infrastructure API keys",
        ["SOFTLAYER_SEC", "RET=", "[[", "68d36ef45b96202d74f3d6", "b0acd308caa818bf241cb7", "fd8a9220d3bbf315a32e", "]]"]
    ),
    by_name!(
        "cloudant-key", "CLOUDANT_KEY", ["cloudant" | "Cloudant" | "CLOUDANT"],
        (hex 64), "IBM Cloudant, Authentication",
        ["CLOUDANT_SEC", "RET=", "[[", "5d2586a53ffd4e39426783", "941db6ad29bd6b91d560e1", "7cff3e04caf759fefdc1", "]]"]
    ),
    by_name!(
        "upstash-token", "UPSTASH_TOKEN", ["upstash" | "Upstash" | "UPSTASH" | "KV_REST_API"],
        (base64 "40,120"), "Upstash, Redis REST API",
        ["UPSTASH_SEC", "RET=", "[[", "SK66jS7zEGJ5gJbt6t82HA", "8D5gbXghSpnwdYOT6R", "]]"]
    ),
    by_name!(
        "snowflake-secret", "SNOWFLAKE_TOKEN", ["snowflake" | "Snowflake" | "SNOWFLAKE"],
        (form "[A-Za-z0-9_-]{40,400}(?:\\.[A-Za-z0-9_-]{20,400}){0,2}"), "Snowflake, Programmatic access tokens",
        ["SNOWFLAKE_SEC", "RET=", "[[", "ZMPeZitk9T5Hu5LCa92f2H", "JTEmR0Np2xJgVvePYL", "]]"]
    ),
    by_name!(
        "confluent-named-secret", "CONFLUENT_SECRET", ["confluent" | "Confluent" | "CONFLUENT"],
        (base64 "64"), "Confluent Cloud, API keys",
        ["CONFLUENT_SEC", "RET=", "[[", "E3feo7yfjdk7bZSwDqaxJO", "xBrQLPqy6YsdMMKjIWAXsn", "sU0Ai7ybfNlqRoc3D2RM", "]]"]
    ),
    by_name!(
        "elastic-key", "ELASTIC_KEY", ["elastic" | "Elastic" | "ELASTIC"],
        (base64 "44,88"), "Elasticsearch, Create API key",
        ["ELASTIC_SEC", "RET=", "[[", "cz5YiZFtMULcYdx9StRnMR", "stcI1VXytABh2ZATg7Spbp", "]]"]
    ),
    by_name!(
        "algolia-key", "ALGOLIA_KEY", ["algolia" | "Algolia" | "ALGOLIA"],
        (hex 32), "Algolia, API keys",
        ["ALGOLIA_SEC", "RET=", "[[", "129707b5de539e373b6f1e", "230083b70c", "]]"]
    ),
    by_name!(
        "weaviate-key", "WEAVIATE_KEY", ["weaviate" | "Weaviate" | "WEAVIATE" | "wcd_api" | "WCD_API" | "WCS_API"],
        (alnum "36,60"), "Weaviate, Authentication",
        ["WEAVIATE_SEC", "RET=", "[[", "GSzwxf6xouHcPQM3kJ5Yrn", "K9bYSE7CFWdikU", "]]"]
    ),
    by_name!(
        "pinecone-uuid-key",
        "PINECONE_KEY",
        ["pinecone" | "Pinecone" | "PINECONE"],
        (uuid),
        "Pinecone, API keys of earlier projects",
        ["PINECONE_SEC", "RET=", "[[", "8390bcaa-75e9-4ba1-a1b", "7-6f1c3fa9e45f", "]]"]
    ),
    by_name!(
        "mongodb-atlas-key",
        "MONGODB_ATLAS_KEY",
        ["atlas" | "Atlas" | "ATLAS" | "mongodb_private" | "MONGODB_PRIVATE" | "mcli_" | "MCLI_"],
        (uuid),
        "MongoDB Atlas, Programmatic API keys",
        ["ATLAS_SEC", "RET=", "[[", "e2c232fe-2318-4f48-a4a", "3-321ba1895bd8", "]]"]
    ),
    by_name!(
        "couchbase-secret", "COUCHBASE_SECRET", ["couchbase" | "Couchbase" | "COUCHBASE"],
        (form "[A-Za-z0-9!#%@^]{64}"), "Couchbase Capella, Manage API keys",
        ["COUCHBASE_SEC", "RET=", "[[", "APLkb3XEAJGIUDsN1pZ7dl", "ojyQ0WqlPAZ6vNAUDtwAq0", "LpjQfmEc3pbUa5RIQXnu", "]]"]
    ),
    by_name!(
        "zilliz-key", "ZILLIZ_KEY", ["zilliz" | "Zilliz" | "ZILLIZ"],
        (hex "70,80"), "Zilliz Cloud, API keys",
        ["ZILLIZ_SEC", "RET=", "[[", "2447c6ed80ddb5541c344b", "ec72142e6907bc28c21356", "07f87863643c776db10ce9", "9ae2", "]]"]
    ),
    by_name!(
        "qdrant-key", "QDRANT_KEY", ["qdrant" | "Qdrant" | "QDRANT"],
        (url "54,200"), "Qdrant Cloud, Authentication",
        ["QDRANT_SEC", "RET=", "[[", "lypFpms5PHzWaWReyIWLRC", "3Qjm1bxyaBUJegmasjBsa2", "Ep2HVtsPbw", "]]"]
    ),
    by_name!(
        "cloudinary-secret", "CLOUDINARY_SECRET", ["cloudinary" | "Cloudinary" | "CLOUDINARY"],
        (url 27), "Cloudinary, API keys",
        ["CLOUDINARY_SEC", "RET=", "[[", "wE735eormRPO65lmqydBQe", "lw6Bc", "]]"]
    ),
    by_name!(
        "imagekit-key", "IMAGEKIT_KEY", ["imagekit" | "ImageKit" | "IMAGEKIT"],
        (form "private_[A-Za-z0-9+/]{22,}={0,2}"), "ImageKit, API keys",
        ["IMAGEKIT_SEC", "RET=", "[[", "private_E2SwHFx6J31qfI", "5zkUVnP5", "]]"]
    ),
    by_name!(
        "bitbucket-secret", "BITBUCKET_SECRET", ["bitbucket" | "Bitbucket" | "BitBucket" | "BITBUCKET"],
        (url "32,64"), "Bitbucket Cloud, OAuth consumers",
        ["BITBUCKET_SEC", "RET=", "[[", "54zGLFZVe9lHwsXSwmyjZC", "ODyxkx0owT", "]]"]
    ),
    by_name!(
        "gitea-token", "GITEA_TOKEN", ["gitea" | "Gitea" | "GITEA" | "forgejo" | "FORGEJO" | "codeberg" | "CODEBERG"],
        (hex 40), "Gitea, API usage",
        ["GITEA_SEC", "RET=", "[[", "7baf288aaa40a91a08f1e7", "866f8b9fb5e592640d", "]]"]
    ),
    by_name!(
        "azure-devops-named-token", "AZURE_DEVOPS_TOKEN", ["azure_devops" | "AZURE_DEVOPS" | "AzureDevOps" | "azureDevOps" | "ado_" | "ADO_" | "vsts" | "VSTS"],
        (form "[a-z2-7]{52}"), "Azure DevOps, Personal access tokens",
        ["AZURE_DEVOPS_SEC", "RET=", "[[", "dsghu7jvphimmfv2izypqd", "k4kymfu3hfj7r7dzdoovwt", "ibimt3pc", "]]"]
    ),
    by_name!(
        "npm-uuid-token",
        "NPM_TOKEN",
        ["NPM_" | "npm_" | "_authToken" | "npmAuthToken"],
        (uuid),
        "npm Docs, About legacy access tokens",
        ["NPM_SEC", "RET=", "[[", "e3a7e3d5-e4f8-43a5-a02", "9-d00c8380918c", "]]"]
    ),
    by_name!(
        "github-named-token", "GITHUB_TOKEN", ["github_" | "GITHUB_" | "githubT" | "gitHubT" | "GH_"],
        (hex 40), "GitHub blog, Behind GitHub's new authentication token formats",
        ["GITHUB_SEC", "RET=", "[[", "d48c6fd618965cda26ab6e", "40c88ce29b9ed296ec", "]]"]
    ),
    by_name!(
        "jfrog-named-key", "JFROG_KEY", ["artifactory" | "Artifactory" | "ARTIFACTORY" | "jfrog" | "JFrog" | "JFROG" | "bintray" | "BINTRAY" | "xray" | "XRAY"],
        (alnum "64,73"), "JFrog, Access tokens and API keys",
        ["ARTIFACTORY_SEC", "RET=", "[[", "eBEh39pPjiCM7X6w6Vi6wd", "BPi6etk8vkae0or9wcOltQ", "vaKDhaD8HmGkLzKZd0US", "]]"]
    ),
    by_name!(
        "sonar-named-token", "SONAR_TOKEN", ["sonar" | "Sonar" | "SONAR"],
        (alnum 40), "SonarQube, Managing your tokens",
        ["SONAR_SEC", "RET=", "[[", "u03LtkEHxvGkADm9nUkOna", "RbNZADheLh2XG1PcIJ", "]]"]
    ),
    by_name!(
        "codecov-token",
        "CODECOV_TOKEN",
        ["codecov" | "Codecov" | "CODECOV"],
        (uuid),
        "Codecov, Adding the Codecov token",
        ["CODECOV_SEC", "RET=", "[[", "bae6dc91-b179-40f6-a5b", "4-59354cd186a9", "]]"]
    ),
    by_name!(
        "circleci-named-token", "CIRCLECI_TOKEN", ["circleci" | "CircleCI" | "CIRCLECI" | "circle_" | "CIRCLE_" | "circleT" | "circleApi"],
        (hex 40), "CircleCI, Managing API tokens",
        ["CIRCLECI_SEC", "RET=", "[[", "0fd4cd4459b008b68bcd46", "68ae0ebf2e4634f4d5", "]]"]
    ),
    by_name!(
        "travis-named-token", "TRAVIS_TOKEN", ["travis" | "Travis" | "TRAVIS"],
        (url "20,22"), "Travis CI, API authentication",
        ["TRAVIS_SEC", "RET=", "[[", "J89nMgLey1UYu3bi11Tg", "]]"]
    ),
    by_name!(
        "drone-token", "DRONE_TOKEN", ["drone" | "Drone" | "DRONE"],
        (alnum 32), "Drone, Machine accounts",
        ["DRONE_SEC", "RET=", "[[", "MQqidO8zhYffd7XYvWFksH", "3uNvJpslzb", "]]"]
    ),
    by_name!(
        "jenkins-token", "JENKINS_TOKEN", ["jenkins" | "Jenkins" | "JENKINS"],
        (form "(?:11)?[a-f0-9]{32}"), "Jenkins, Authenticating scripted clients",
        ["JENKINS_SEC", "RET=", "[[", "36c07404262ec3279190ca", "c7805324c2", "]]"]
    ),
    by_name!(
        "coveralls-token", "COVERALLS_TOKEN", ["coveralls" | "Coveralls" | "COVERALLS"],
        (alnum "32,37"), "Coveralls, Repository tokens",
        ["COVERALLS_SEC", "RET=", "[[", "t64sxHfzExh16j1sFcFbdH", "1XOaVbvZlL", "]]"]
    ),
    by_name!(
        "codacy-token", "CODACY_TOKEN", ["codacy" | "Codacy" | "CODACY"],
        (alnum "20,32"), "Codacy, API tokens",
        ["CODACY_SEC", "RET=", "[[", "XJdvgyT3HtYO2IHpZWPx", "]]"]
    ),
    by_name!(
        "codeclimate-token", "CODECLIMATE_TOKEN", ["codeclimate" | "CodeClimate" | "CODECLIMATE" | "code_climate" | "CC_TEST_REPORTER"],
        (hex "40,64"), "Code Climate, Configuring test coverage",
        ["CODECLIMATE_SEC", "RET=", "[[", "2d143acf0114fc449d1063", "00bcff23285513fc14", "]]"]
    ),
    by_name!(
        "semaphore-token", "SEMAPHORE_TOKEN", ["semaphore" | "Semaphore" | "SEMAPHORE"],
        (alnum "20,32"), "Semaphore, API authentication",
        ["SEMAPHORE_SEC", "RET=", "[[", "jjmdLfaro6LvBLStBZVW", "]]"]
    ),
    by_name!(
        "bitrise-token", "BITRISE_TOKEN", ["bitrise" | "Bitrise" | "BITRISE"],
        (url 86), "Bitrise, API authentication",
        ["BITRISE_SEC", "RET=", "[[", "h01F5Utn4c9DIj1mDK7xsl", "6isPEFBDmn8UDsznEmJ0nM", "jSHuuBjcDqnim5hptLu36D", "9QKGVzESCo4uX30ernua", "]]"]
    ),
    by_name!(
        "snyk-token",
        "SNYK_TOKEN",
        ["snyk" | "Snyk" | "SNYK"],
        (uuid),
        "Snyk, Authentication for API",
        ["SNYK_SEC", "RET=", "[[", "33fe67c2-dd94-48a1-aeb", "1-41a3f113a5eb", "]]"]
    ),
    by_name!(
        "semgrep-token", "SEMGREP_TOKEN", ["semgrep" | "Semgrep" | "SEMGREP"],
        (hex 64), "Semgrep, App tokens",
        ["SEMGREP_SEC", "RET=", "[[", "9c57a1df66534fe30c799f", "ceb953d1b5d8785ca232ff", "240aa75fae7114bf5e7c", "]]"]
    ),
    by_name!(
        "sidekiq-secret", "SIDEKIQ_SECRET", ["CONTRIBSYS__COM" | "contribsys__com" | "contribsys.com"],
        (form "[a-f0-9]{8}:[a-f0-9]{8}"), "Sidekiq wiki, Commercial FAQ",
        ["CONTRIBSYS__COM_SEC", "RET=", "[[", "3ffc0c07:6281e4a7", "]]"]
    ),
    by_name!(
        "datadog-key", "DATADOG_KEY", ["datadog" | "Datadog" | "DataDog" | "DATADOG" | "dd_ap" | "DD_AP" | "ddApi" | "DD-API" | "dd-api" | "DD-APPLICATION"],
        (hex "32,40"), "Datadog, API and application keys",
        ["DATADOG_SEC", "RET=", "[[", "2a8c6e3a62877866750a5c", "9a4577af66", "]]"]
    ),
    by_name!(
        "new-relic-named-key", "NEW_RELIC_KEY", ["newrelic" | "NewRelic" | "newRelic" | "NEWRELIC" | "new_relic" | "NEW_RELIC" | "New Relic"],
        (hex "40,64"), "New Relic, API keys",
        ["NEWRELIC_SEC", "RET=", "[[", "0588ffb83124d33f49c212", "e2dac848e010223892", "]]"]
    ),
    by_name!(
        "sentry-named-token", "SENTRY_TOKEN", ["sentry" | "Sentry" | "SENTRY"],
        (hex 64), "Sentry, Auth tokens of earlier releases",
        ["SENTRY_SEC", "RET=", "[[", "1df7447af111b8ecf8cec0", "5fb9bad4ec191ac1bc80b6", "2e53e07af4ef90a9aaa8", "]]"]
    ),
    by_name!(
        "honeycomb-named-key", "HONEYCOMB_KEY", ["honeycomb" | "Honeycomb" | "HONEYCOMB"],
        (alnum "22,32"), "Honeycomb, API keys",
        ["HONEYCOMB_SEC", "RET=", "[[", "XRcQ330hHWA08ABIY9iXKf", "]]"]
    ),
    by_name!(
        "pagerduty-key", "PAGERDUTY_KEY", ["pagerduty" | "PagerDuty" | "PAGERDUTY" | "pager_duty" | "PAGER_DUTY"],
        (form "[A-Za-z0-9+_-]{20}|[a-f0-9]{32}"), "PagerDuty, API access keys",
        ["PAGERDUTY_SEC", "RET=", "[[", "B4uw9MsjKQjwJhcVux8X", "]]"]
    ),
    by_name!(
        "opsgenie-key",
        "OPSGENIE_KEY",
        ["opsgenie" | "Opsgenie" | "OpsGenie" | "OPSGENIE"],
        (uuid),
        "Opsgenie, API key management",
        ["OPSGENIE_SEC", "RET=", "[[", "ca870258-c0db-4ee5-a07", "5-00e67395bc7a", "]]"]
    ),
    by_name!(
        "launchdarkly-named-key", "LAUNCHDARKLY_KEY", ["launchdarkly" | "LaunchDarkly" | "launchDarkly" | "LAUNCHDARKLY" | "LAUNCH_DARKLY"],
        (dashed "(?:(?:sdk|api|mob)-)?[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}"), "LaunchDarkly, API access tokens",
        ["LAUNCHDARKLY_SEC", "RET=", "[[", "be3929df-bf6a-6814-46e", "5-785acb6d212c", "]]"]
    ),
    by_name!(
        "sumo-logic-key", "SUMO_LOGIC_KEY", ["sumologic" | "SumoLogic" | "SUMOLOGIC" | "sumo_" | "SUMO_" | "sumoT"],
        (alnum 64), "Sumo Logic, Access keys",
        ["SUMOLOGIC_SEC", "RET=", "[[", "o35fhAHxFdngKEMjOCc2dK", "elmjxoqB0xXgEitcbZ9lPP", "AXwgHHqeLDixBWCTTfOy", "]]"]
    ),
    by_name!(
        "splunk-named-token",
        "SPLUNK_TOKEN",
        ["splunk" | "SPLUNK"],
        (uuid),
        "Splunk, HTTP event collector",
        ["SPLUNK_SEC", "RET=", "[[", "beb83c94-af9b-440d-a70", "b-403f323f4b97", "]]"]
    ),
    by_name!(
        "rollbar-token", "ROLLBAR_TOKEN", ["rollbar" | "Rollbar" | "ROLLBAR"],
        (hex 32), "Rollbar, Access tokens",
        ["ROLLBAR_SEC", "RET=", "[[", "307a47e991dcb8befda3ea", "f27d8334ee", "]]"]
    ),
    by_name!(
        "bugsnag-key", "BUGSNAG_KEY", ["bugsnag" | "Bugsnag" | "BUGSNAG"],
        (hex 32), "BugSnag, API keys",
        ["BUGSNAG_SEC", "RET=", "[[", "a2180a4668f42a1444024b", "491712b41c", "]]"]
    ),
    by_name!(
        "airbrake-key", "AIRBRAKE_KEY", ["airbrake" | "Airbrake" | "AIRBRAKE"],
        (hex "32,40"), "Airbrake, API keys",
        ["AIRBRAKE_SEC", "RET=", "[[", "d9082ad9fd5645b73b9561", "84be4a463e", "]]"]
    ),
    by_name!(
        "loggly-token",
        "LOGGLY_TOKEN",
        ["loggly" | "Loggly" | "LOGGLY"],
        (uuid),
        "Loggly, Customer tokens",
        ["LOGGLY_SEC", "RET=", "[[", "a7bee8b7-a56e-4651-ae9", "1-97772686ff78", "]]"]
    ),
    by_name!(
        "logz-token", "LOGZ_TOKEN", ["logzio" | "Logzio" | "LOGZIO" | "logz_io" | "LOGZ_IO" | "logz.io"],
        (alnum 32), "Logz.io, Shipping tokens",
        ["LOGZIO_SEC", "RET=", "[[", "xyBaWDUkgxE56qzFK9IICh", "Qf8F3QvXoP", "]]"]
    ),
    by_name!(
        "mezmo-key", "MEZMO_KEY", ["logdna" | "LogDNA" | "LOGDNA" | "mezmo" | "Mezmo" | "MEZMO"],
        (hex 32), "Mezmo, Ingestion keys",
        ["LOGDNA_SEC", "RET=", "[[", "4f2dd0ef462eb464b380d3", "3eefa9955a", "]]"]
    ),
    by_name!(
        "papertrail-token", "PAPERTRAIL_TOKEN", ["papertrail" | "Papertrail" | "PAPERTRAIL"],
        (alnum 20), "Papertrail, HTTP API",
        ["PAPERTRAIL_SEC", "RET=", "[[", "RYkQ6KtGEaagOEBHV8Gb", "]]"]
    ),
    by_name!(
        "better-stack-token", "BETTER_STACK_TOKEN", ["betterstack" | "BetterStack" | "BETTERSTACK" | "better_stack" | "BETTER_STACK" | "logtail" | "LOGTAIL"],
        (alnum 24), "Better Stack, Source and API tokens",
        ["BETTERSTACK_SEC", "RET=", "[[", "dgqcRNZZhvoX0fV9qxZzRQ", "cV", "]]"]
    ),
    by_name!(
        "amplitude-key", "AMPLITUDE_KEY", ["amplitude" | "Amplitude" | "AMPLITUDE"],
        (hex 32), "Amplitude, API keys",
        ["AMPLITUDE_SEC", "RET=", "[[", "d290a126d0dab3a2feb0c5", "c68d93a1f2", "]]"]
    ),
    by_name!(
        "mixpanel-secret", "MIXPANEL_SECRET", ["mixpanel" | "Mixpanel" | "MIXPANEL"],
        (hex 32), "Mixpanel, Project secrets",
        ["MIXPANEL_SEC", "RET=", "[[", "5103e2dc0a917d396334ab", "f9819e8728", "]]"]
    ),
    by_name!(
        "segment-key", "SEGMENT_KEY", ["segment_" | "SEGMENT_" | "segmentW" | "segmentT"],
        (alnum 32), "Segment, Find your write key",
        ["SEGMENT_SEC", "RET=", "[[", "7lMz38g4RQDD1IeQHcNKrt", "ZQRr4lzw7f", "]]"]
    ),
    by_name!(
        "vault-legacy-token", "VAULT_TOKEN", ["vault" | "Vault" | "VAULT"],
        (form "[sbr]\\.[A-Za-z0-9_-]{24,300}"), "HashiCorp Vault, Tokens before version 1.10",
        ["VAULT_SEC", "RET=", "[[", "s.XC5v2R0KGmGd3oB8pWm8", "ZHEd", "]]"]
    ),
    by_name!(
        "consul-token",
        "CONSUL_TOKEN",
        ["consul_" | "CONSUL_" | "consulT" | "X-Consul" | "nomad_" | "NOMAD_" | "X-Nomad"],
        (uuid),
        "HashiCorp Consul and Nomad, ACL tokens",
        ["CONSUL_SEC", "RET=", "[[", "2bb7950f-5b62-4d94-a6b", "0-9c6b07fc2fa5", "]]"]
    ),
    by_name!(
        "auth0-secret", "AUTH0_SECRET", ["auth0" | "Auth0" | "AUTH0"],
        (url "64,68"), "Auth0, Application settings",
        ["AUTH0_SEC", "RET=", "[[", "9jHzL2Wq0jAIEnVsuVMyV2", "2aSFfPE1lkTUwZMWB2IJOq", "KVsy9UXRF2GG9rDAFvcu", "]]"]
    ),
    by_name!(
        "okta-named-token", "OKTA_TOKEN", ["okta" | "Okta" | "OKTA"],
        (form "00[A-Za-z0-9_-]{40}"), "Okta, Create an API token",
        ["OKTA_SEC", "RET=", "[[", "00uQ8L2c6ujRf2iCaGQpju", "jNyZSf8iBN3nhMUlUq9O", "]]"]
    ),
    by_name!(
        "onelogin-secret", "ONELOGIN_SECRET", ["onelogin" | "OneLogin" | "ONELOGIN"],
        (hex 64), "OneLogin, API credentials",
        ["ONELOGIN_SEC", "RET=", "[[", "8a555cc7ecc74e20810cf2", "194aa885cd24600e1d01a6", "74d08ff9f518b49cd4b5", "]]"]
    ),
    by_name!(
        "duo-secret", "DUO_SECRET", ["duo_" | "DUO_" | "duoS"],
        (alnum 40), "Duo, Auth API",
        ["DUO_SEC", "RET=", "[[", "jz2xbjTOkayhpL0cPmSpCA", "0w49oOeiFRRtakV29h", "]]"]
    ),
    by_name!(
        "zerotier-token", "ZEROTIER_TOKEN", ["zerotier" | "ZeroTier" | "ZEROTIER"],
        (alnum 32), "ZeroTier Central, API tokens",
        ["ZEROTIER_SEC", "RET=", "[[", "sHBTtvNBlPoIuEm0SNeFlh", "ojQ94EDWmQ", "]]"]
    ),
    by_name!(
        "statuscake-key", "STATUSCAKE_KEY", ["statuscake" | "StatusCake" | "STATUSCAKE"],
        (alnum "20,30"), "StatusCake, API authentication",
        ["STATUSCAKE_SEC", "RET=", "[[", "c2z5o1IkPICj6oXJjE6F", "]]"]
    ),
    by_name!(
        "uptimerobot-key", "UPTIMEROBOT_KEY", ["uptimerobot" | "UptimeRobot" | "UPTIMEROBOT" | "uptime_robot" | "UPTIME_ROBOT"],
        (form "[umr]r?[0-9]{5,12}-[a-f0-9]{24}"), "UptimeRobot, API authentication",
        ["UPTIMEROBOT_SEC", "RET=", "[[", "m17585-5f4715ac819eb21", "ae0989445", "]]"]
    ),
    by_name!(
        "blazemeter-token",
        "BLAZEMETER_TOKEN",
        ["runscope" | "Runscope" | "RUNSCOPE" | "blazemeter" | "BlazeMeter" | "BLAZEMETER"],
        (uuid),
        "BlazeMeter, API keys",
        ["RUNSCOPE_SEC", "RET=", "[[", "18d73630-e8ef-4bcd-a65", "6-61d30885689a", "]]"]
    ),
];
