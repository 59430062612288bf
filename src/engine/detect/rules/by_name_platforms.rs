//! Owns the rules for values without a form of their own, told by the name before them: clouds, code
//! hosts, build services and operations. Data only.

use super::by_name::{behind, by_name};
use crate::engine::detect::rule::Rule;

/// The family.
pub(super) const RULES: &[Rule] = &[
    by_name!(
        "alibaba-secret", "ALIBABA_SECRET",
        ["alibaba" | "Alibaba" | "ALIBABA" | "aliyun" | "Aliyun" | "ALIYUN" | "alicloud" |
         "ALICLOUD"],
        (alnum 30), "Alibaba Cloud RAM, AccessKey pairs",
        ["ALIBABA_SEC", "RET=", "[[", "o7vOJdcTThlpwQZpIjYci3", "Sc96yY91", "]]"]
    ),
    by_name!(
        "tencent-secret", "TENCENT_SECRET", ["tencent" | "Tencent" | "TENCENT" | "qcloud" | "QCLOUD"],
        (alnum 32), "Tencent Cloud CAM, Access keys",
        ["TENCENT_SEC", "RET=", "[[", "kdpRIAa59JhrnOsSKznldY", "xZvBzTjBFg", "]]"]
    ),
    by_name!(
        "cloudflare-named-key", "CLOUDFLARE_TOKEN", ["cloudflare" | "Cloudflare" | "CLOUDFLARE"],
        (url "37,40"), "Cloudflare API, Global API keys and API tokens",
        ["CLOUDFLARE_SEC", "RET=", "[[", "glzL4Je0LXsnqWppPOibtc", "hy8XChE8et2gvQO", "]]"]
    ),
    by_name!(
        "fastly-token", "FASTLY_TOKEN", ["fastly" | "Fastly" | "FASTLY"],
        (url 32), "Fastly, Using API tokens",
        ["FASTLY_SEC", "RET=", "[[", "m0YUnEXUhz1r7LERMYmyOS", "nOeg0MZ68D", "]]"]
    ),
    by_name!(
        "heroku-uuid-key",
        "HEROKU_KEY",
        ["heroku" | "Heroku" | "HEROKU"],
        (uuid),
        "Heroku Platform API, Authentication",
        ["HEROKU_SEC", "RET=", "[[", "da0bd9ee-c0b1-4368-ae4", "6-3fee435755c9", "]]"]
    ),
    by_name!(
        "netlify-named-token", "NETLIFY_TOKEN", ["netlify" | "Netlify" | "NETLIFY"],
        (url "40,46"), "Netlify, Get started with the API",
        ["NETLIFY_SEC", "RET=", "[[", "msrjwe3i3zFRhnSCb5uneX", "QZGzjcy5IWvxzWCLNH", "]]"]
    ),
    by_name!(
        "vercel-named-token", "VERCEL_TOKEN", ["vercel" | "Vercel" | "VERCEL"],
        (alnum 24), "Vercel REST API, Creating an access token",
        ["VERCEL_SEC", "RET=", "[[", "rt99aVENsyMjBtVcZ4PUlI", "kL", "]]"]
    ),
    by_name!(
        "railway-token",
        "RAILWAY_TOKEN",
        ["railway" | "Railway" | "RAILWAY"],
        (uuid),
        "Railway, Public API tokens",
        ["RAILWAY_SEC", "RET=", "[[", "b1b2a584-bebd-4668-aa0", "3-d78c18e421c2", "]]"]
    ),
    by_name!(
        "linode-token", "LINODE_TOKEN", ["linode" | "Linode" | "LINODE"],
        (hex 64), "Akamai Linode API, Personal access tokens",
        ["LINODE_SEC", "RET=", "[[", "4b54b5084831b754c4268d", "36ef45b96202d74f3d6b0a",
         "cd308caa818bf241cb7f", "]]"]
    ),
    by_name!(
        "hetzner-token", "HETZNER_TOKEN", ["hetzner" | "Hetzner" | "HETZNER" | "hcloud" | "HCLOUD"],
        (alnum 64), "Hetzner Cloud API, Authentication",
        ["HETZNER_SEC", "RET=", "[[", "GdBhfQQ9NGSw8jCD9LSlPX", "AS8RJXu1GRXcpkjuYrAWpT",
         "L0vKG57Uq8Jr7SonfvVQ", "]]"]
    ),
    by_name!(
        "vultr-key", "VULTR_KEY", ["vultr" | "Vultr" | "VULTR"],
        (alnum 36), "Vultr API, Authentication",
        ["VULTR_SEC", "RET=", "[[", "Ys6ksogadzvx3T3fsx5UPG", "0DiYBkvHRfsD9p", "]]"]
    ),
    by_name!(
        "ovh-secret", "OVH_SECRET", ["ovh_" | "OVH_" | "ovhcloud" | "OVHcloud" | "Ovh"],
        (alnum 32), "OVHcloud API, First steps",
        ["OVH_SEC", "RET=", "[[", "t1HZl7CeP9HWnZ7NIPutal", "EKL45wTi0I", "]]"]
    ),
    by_name!(
        "scaleway-secret", "SCALEWAY_SECRET", ["scaleway" | "Scaleway" | "SCALEWAY" | "scw_" | "SCW_"],
        (dashed "[A-Za-z0-9]{8}(?:-[A-Za-z0-9]{4}){3}-[A-Za-z0-9]{12}"), "Scaleway, How to create API keys",
        ["SCALEWAY_SEC", "RET=", "[[", "N5UEALb4-7uX5-r6pe-lnw", "K-ILHF3PSK66jS", "]]"]
    ),
    by_name!(
        "civo-key", "CIVO_KEY", ["civo" | "Civo" | "CIVO"],
        (alnum 50), "Civo API, Authentication",
        ["CIVO_SEC", "RET=", "[[", "7zEGJ5gJbt6t82HA8D5gbX", "ghSpnwdYOT6RZMPeZitk9T", "5Hu5LC", "]]"]
    ),
    by_name!(
        "oracle-cloud-secret", "ORACLE_CLOUD_SECRET",
        ["oci_" | "OCI_" | "oraclecloud" | "oracle_cloud" | "ORACLE_CLOUD"],
        (base64 "40,44"), "Oracle Cloud Infrastructure, Customer secret keys",
        ["OCI_SEC", "RET=", "[[", "a92f2HJTEmR0Np2xJgVveP", "YLE3feo7yfjdk7bZSw", "]]"]
    ),
    by_name!(
        "ibm-cloud-key", "IBM_CLOUD_KEY",
        ["ibm" | "IBM" | "bluemix" | "BLUEMIX" | "softlayer" | "SOFTLAYER" | "Softlayer"],
        (url 44), "IBM Cloud, Managing user API keys",
        ["IBM_SEC", "RET=", "[[", "DqaxJOxBrQLPqy6YsdMMKj", "IWAXsnsU0Ai7ybfNlqRoc3", "]]"]
    ),
    by_name!(
        "softlayer-key", "SOFTLAYER_KEY", ["softlayer" | "SoftLayer" | "SOFTLAYER" | "sl_api" | "SL_API"],
        (hex 64), "IBM Cloud, Classic infrastructure API keys",
        ["SOFTLAYER_SEC", "RET=", "[[", "b20866c04f86832028e45a", "a6a337129707b5de539e37",
         "3b6f1e230083b70cd39d", "]]"]
    ),
    by_name!(
        "cloudant-key", "CLOUDANT_KEY", ["cloudant" | "Cloudant" | "CLOUDANT"],
        (hex 64), "IBM Cloudant, Authentication",
        ["CLOUDANT_SEC", "RET=", "[[", "8120e6f763cbc5848390bc", "aa75e9ba11b76f1c3fa9e4",
         "5fe2c232fe2318f484a3", "]]"]
    ),
    by_name!(
        "upstash-token", "UPSTASH_TOKEN", ["upstash" | "Upstash" | "UPSTASH" | "KV_REST_API"],
        (base64 "40,120"), "Upstash, Redis REST API",
        ["UPSTASH_SEC", "RET=", "[[", "iS7QPDBhPdpwyejXDy9qoH", "dAPLkb3XEAJGIUDsN1", "]]"]
    ),
    by_name!(
        "snowflake-secret", "SNOWFLAKE_TOKEN", ["snowflake" | "Snowflake" | "SNOWFLAKE"],
        (form "[A-Za-z0-9_-]{40,400}(?:\\.[A-Za-z0-9_-]{20,400}){0,2}"),
        "Snowflake, Programmatic access tokens",
        ["SNOWFLAKE_SEC", "RET=", "[[", "pZ7dlojyQ0WqlPAZ6vNAUD", "twAq0LpjQfmEc3pbUa", "]]"]
    ),
    by_name!(
        "confluent-named-secret", "CONFLUENT_SECRET", ["confluent" | "Confluent" | "CONFLUENT"],
        (base64 "64"), "Confluent Cloud, API keys",
        ["CONFLUENT_SEC", "RET=", "[[", "5RIQXnuQUriuVaEYp9IwHc", "MhGg0oHD7WX0UP4F36wTUV",
         "DJFbR2wyOv8VR6IlZwfN", "]]"]
    ),
    by_name!(
        "elastic-key", "ELASTIC_KEY", ["elastic" | "Elastic" | "ELASTIC"],
        (base64 "44,88"), "Elasticsearch, Create API key",
        ["ELASTIC_SEC", "RET=", "[[", "boCFiqRd7F4QPSWlYMrnvg", "bLsca0dmYwSYqUpwTFbtqk", "]]"]
    ),
    by_name!(
        "algolia-key", "ALGOLIA_KEY", ["algolia" | "Algolia" | "ALGOLIA"],
        (hex 32), "Algolia, API keys",
        ["ALGOLIA_SEC", "RET=", "[[", "76db10ce99ae2c1d57529e", "5f2b277a4e", "]]"]
    ),
    by_name!(
        "weaviate-key", "WEAVIATE_KEY",
        ["weaviate" | "Weaviate" | "WEAVIATE" | "wcd_api" | "WCD_API" | "WCS_API"],
        (alnum "36,60"), "Weaviate, Authentication",
        ["WEAVIATE_SEC", "RET=", "[[", "egmasjBsa2Ep2HVtsPbwwE", "735eormRPO65lm", "]]"]
    ),
    by_name!(
        "pinecone-uuid-key",
        "PINECONE_KEY",
        ["pinecone" | "Pinecone" | "PINECONE"],
        (uuid),
        "Pinecone, API keys of earlier projects",
        ["PINECONE_SEC", "RET=", "[[", "8a29a8c3-dce9-4e44-a1d", "f-c649d536b1b3", "]]"]
    ),
    by_name!(
        "mongodb-atlas-key",
        "MONGODB_ATLAS_KEY",
        ["atlas" | "Atlas" | "ATLAS" | "mongodb_private" | "MONGODB_PRIVATE" | "mcli_" | "MCLI_"],
        (uuid),
        "MongoDB Atlas, Programmatic API keys",
        ["ATLAS_SEC", "RET=", "[[", "7baf288a-aa40-4a91-aa0", "8-f1e7866f8b9f", "]]"]
    ),
    by_name!(
        "couchbase-secret", "COUCHBASE_SECRET", ["couchbase" | "Couchbase" | "COUCHBASE"],
        (form "[A-Za-z0-9!#%@^]{64}"), "Couchbase Capella, Manage API keys",
        ["COUCHBASE_SEC", "RET=", "[[", "CXIWgzeRYU0uNiwG7DgSGH", "wUmss5fJmkmxV0kxq4sryP",
         "HkrghIMMFVaIZYPQ68yD", "]]"]
    ),
    by_name!(
        "zilliz-key", "ZILLIZ_KEY", ["zilliz" | "Zilliz" | "ZILLIZ"],
        (hex "70,80"), "Zilliz Cloud, API keys",
        ["ZILLIZ_SEC", "RET=", "[[", "f8f60c47dce929b6b11453", "eae0371be3a7e3d5e4f83a",
         "5029d00c8380918cd48c6f", "d618", "]]"]
    ),
    by_name!(
        "qdrant-key", "QDRANT_KEY", ["qdrant" | "Qdrant" | "QDRANT"],
        (url "54,200"), "Qdrant Cloud, Authentication",
        ["QDRANT_SEC", "RET=", "[[", "eZi3vl2yWwFxHpBRYBtCZs", "kJVMyE9w1d4drEJ3Q4fDf5", "IHnoQlelYJ", "]]"]
    ),
    by_name!(
        "cloudinary-secret", "CLOUDINARY_SECRET", ["cloudinary" | "Cloudinary" | "CLOUDINARY"],
        (url 27), "Cloudinary, API keys",
        ["CLOUDINARY_SEC", "RET=", "[[", "xEeBEh39pPjiCM7X6w6Vi6", "wdBPi", "]]"]
    ),
    by_name!(
        "imagekit-key", "IMAGEKIT_KEY", ["imagekit" | "ImageKit" | "IMAGEKIT"],
        (form "private_[A-Za-z0-9+/]{22,}={0,2}"), "ImageKit, API keys",
        ["IMAGEKIT_SEC", "RET=", "[[", "private_6etk8vkae0or9w", "cOltQvaK", "]]"]
    ),
    by_name!(
        "bitbucket-secret", "BITBUCKET_SECRET", ["bitbucket" | "Bitbucket" | "BitBucket" | "BITBUCKET"],
        (url "32,64"), "Bitbucket Cloud, OAuth consumers",
        ["BITBUCKET_SEC", "RET=", "[[", "DhaD8HmGkLzKZd0USu03Lt", "kEHxvGkADm", "]]"]
    ),
    by_name!(
        "gitea-token", "GITEA_TOKEN",
        ["gitea" | "Gitea" | "GITEA" | "forgejo" | "FORGEJO" | "codeberg" | "CODEBERG"],
        (hex 40), "Gitea, API usage",
        ["GITEA_SEC", "RET=", "[[", "4172706ab9f5d18eebae6d", "c91b1790f65b459354", "]]"]
    ),
    by_name!(
        "azure-devops-named-token", "AZURE_DEVOPS_TOKEN",
        ["azure_devops" | "AZURE_DEVOPS" | "AzureDevOps" | "azureDevOps" | "ado_" | "ADO_" |
         "vsts" | "VSTS"],
        (form "[a-z2-7]{52}"), "Azure DevOps, Personal access tokens",
        ["AZURE_DEVOPS_SEC", "RET=", "[[", "fgo4zb6mkgvehvuw6dnm5c", "z4dehvzy5ainickrivysuk",
         "vhxjml6u", "]]"]
    ),
    by_name!(
        "npm-uuid-token",
        "NPM_TOKEN",
        ["NPM_" | "npm_" | "_authToken" | "npmAuthToken"],
        (uuid),
        "npm Docs, About legacy access tokens",
        ["NPM_SEC", "RET=", "[[", "67302816-9985-465c-ad0", "e-736c07404262", "]]"]
    ),
    by_name!(
        "github-named-token", "GITHUB_TOKEN", ["github_" | "GITHUB_" | "githubT" | "gitHubT" | "GH_"],
        (hex 40), "GitHub blog, Behind GitHub's new authentication token formats",
        ["GITHUB_SEC", "RET=", "[[", "ec3279190cac7805324c2d", "9cc8c78d517476f5e8", "]]"]
    ),
    by_name!(
        "jfrog-named-key", "JFROG_KEY",
        ["artifactory" | "Artifactory" | "ARTIFACTORY" | "jfrog" | "JFrog" | "JFROG" | "bintray" |
         "BINTRAY" | "xray" | "XRAY"],
        (alnum "64,73"), "JFrog, Access tokens and API keys",
        ["ARTIFACTORY_SEC", "RET=", "[[", "vgyT3HtYO2IHpZWPxR39HP", "UkSAgFkkKuMOPVKFVxUsey",
         "p8kHt5ON2YSNNC9FKLgu", "]]"]
    ),
    by_name!(
        "sonar-named-token", "SONAR_TOKEN", ["sonar" | "Sonar" | "SONAR"],
        (alnum 40), "SonarQube, Managing your tokens",
        ["SONAR_SEC", "RET=", "[[", "RS3Qd9XWuPpSKFmOv8Ujjm", "dLfaro6LvBLStBZVWh", "]]"]
    ),
    by_name!(
        "codecov-token",
        "CODECOV_TOKEN",
        ["codecov" | "Codecov" | "CODECOV"],
        (uuid),
        "Codecov, Adding the Codecov token",
        ["CODECOV_SEC", "RET=", "[[", "c48bebf1-ccab-44bc-ae0", "3-da8bfb2fd4c3", "]]"]
    ),
    by_name!(
        "circleci-named-token", "CIRCLECI_TOKEN",
        ["circleci" | "CircleCI" | "CIRCLECI" | "circle_" | "CIRCLE_" | "circleT" | "circleApi"],
        (hex 40), "CircleCI, Managing API tokens",
        ["CIRCLECI_SEC", "RET=", "[[", "b59733fe67c2dd948a1eb1", "41a3f113a5eb9c57a1", "]]"]
    ),
    by_name!(
        "travis-named-token", "TRAVIS_TOKEN", ["travis" | "Travis" | "TRAVIS"],
        (url "20,22"), "Travis CI, API authentication",
        ["TRAVIS_SEC", "RET=", "[[", "pGrL3k8YYWSkUqkKJoSN", "]]"]
    ),
    by_name!(
        "drone-token", "DRONE_TOKEN", ["drone" | "Drone" | "DRONE"],
        (alnum 32), "Drone, Machine accounts",
        ["DRONE_SEC", "RET=", "[[", "kF56iblefzKFIsvvDieWS9", "HlsPCv7kX8", "]]"]
    ),
    by_name!(
        "jenkins-token", "JENKINS_TOKEN", ["jenkins" | "Jenkins" | "JENKINS"],
        (form "(?:11)?[a-f0-9]{32}"), "Jenkins, Authenticating scripted clients",
        ["JENKINS_SEC", "RET=", "[[", "d8785ca232ff240aa75fae", "7114bf5e7c", "]]"]
    ),
    by_name!(
        "coveralls-token", "COVERALLS_TOKEN", ["coveralls" | "Coveralls" | "COVERALLS"],
        (alnum "32,37"), "Coveralls, Repository tokens",
        ["COVERALLS_SEC", "RET=", "[[", "4zSKLFNF5tlkMb252YQocP", "IUBa0R9Ah2", "]]"]
    ),
    by_name!(
        "codacy-token", "CODACY_TOKEN", ["codacy" | "Codacy" | "CODACY"],
        (alnum "20,32"), "Codacy, API tokens",
        ["CODACY_SEC", "RET=", "[[", "cE3Z0JnTBZRdab1dgYnZ", "]]"]
    ),
    by_name!(
        "codeclimate-token", "CODECLIMATE_TOKEN",
        ["codeclimate" | "CodeClimate" | "CODECLIMATE" | "code_climate" | "CC_TEST_REPORTER"],
        (hex "40,64"), "Code Climate, Configuring test coverage",
        ["CODECLIMATE_SEC", "RET=", "[[", "750a5c9a4577af660588ff", "b83124d33f49c212e2", "]]"]
    ),
    by_name!(
        "semaphore-token", "SEMAPHORE_TOKEN", ["semaphore" | "Semaphore" | "SEMAPHORE"],
        (alnum "20,32"), "Semaphore, API authentication",
        ["SEMAPHORE_SEC", "RET=", "[[", "xjHwAwEcVcvJM6PMRw9y", "]]"]
    ),
    by_name!(
        "bitrise-token", "BITRISE_TOKEN", ["bitrise" | "Bitrise" | "BITRISE"],
        (url 86), "Bitrise, API authentication",
        ["BITRISE_SEC", "RET=", "[[", "QScifiQpPi0p3HKbVVbiAL", "POPxDpodJiF0LdE3kqIiFx",
         "NWwK0Co24flD3AkHVIEjz3", "OelOjAFPCEcM8qCvZxRJ", "]]"]
    ),
    by_name!(
        "snyk-token",
        "SNYK_TOKEN",
        ["snyk" | "Snyk" | "SNYK"],
        (uuid),
        "Snyk, Authentication for API",
        ["SNYK_SEC", "RET=", "[[", "53e07af4-ef90-4a9a-aaa", "8-5282d5aaae65", "]]"]
    ),
    by_name!(
        "semgrep-token", "SEMGREP_TOKEN", ["semgrep" | "Semgrep" | "SEMGREP"],
        (hex 64), "Semgrep, App tokens",
        ["SEMGREP_SEC", "RET=", "[[", "f9a0f2e845ca870258c0db", "ee507500e67395bc7abe39",
         "29dfbf6a681446e5785a", "]]"]
    ),
    by_name!(
        "sidekiq-secret", "SIDEKIQ_SECRET", ["CONTRIBSYS__COM" | "contribsys__com" | "contribsys.com"],
        (form "[a-f0-9]{8}:[a-f0-9]{8}"), "Sidekiq wiki, Commercial FAQ",
        ["CONTRIBSYS__COM_SEC", "RET=", "[[", "cb6d212c:9adc8fc0", "]]"]
    ),
    by_name!(
        "datadog-key", "DATADOG_KEY",
        ["datadog" | "Datadog" | "DataDog" | "DATADOG" | "dd_ap" | "DD_AP" | "ddApi" | "DD-API" |
         "dd-api" | "DD-APPLICATION"],
        (hex "32,40"), "Datadog, API and application keys",
        ["DATADOG_SEC", "RET=", "[[", "1b88f9a5c87611a5dd9fba", "5b3391beb8", "]]"]
    ),
    by_name!(
        "new-relic-named-key", "NEW_RELIC_KEY",
        ["newrelic" | "NewRelic" | "newRelic" | "NEWRELIC" | "new_relic" | "NEW_RELIC" | "New
         Relic"],
        (hex "40,64"), "New Relic, API keys",
        ["NEWRELIC_SEC", "RET=", "[[", "3c94af9b40d70b403f323f", "4b97307a47e991dcb8", "]]"]
    ),
    by_name!(
        "sentry-named-token", "SENTRY_TOKEN", ["sentry" | "Sentry" | "SENTRY"],
        (hex 64), "Sentry, Auth tokens of earlier releases",
        ["SENTRY_SEC", "RET=", "[[", "befda3eaf27d8334eea218", "0a4668f42a1444024b4917",
         "12b41cd9082ad9fd5645", "]]"]
    ),
    by_name!(
        "honeycomb-named-key", "HONEYCOMB_KEY", ["honeycomb" | "Honeycomb" | "HONEYCOMB"],
        (alnum "22,32"), "Honeycomb, API keys",
        ["HONEYCOMB_SEC", "RET=", "[[", "DxaSmCeWtlZO2dUkw23yD8", "]]"]
    ),
    by_name!(
        "pagerduty-key", "PAGERDUTY_KEY",
        ["pagerduty" | "PagerDuty" | "PAGERDUTY" | "pager_duty" | "PAGER_DUTY"],
        (form "[A-Za-z0-9+_-]{20}|[a-f0-9]{32}"), "PagerDuty, API access keys",
        ["PAGERDUTY_SEC", "RET=", "[[", "vmJ06cDb6q1BW2Z2iJZX", "]]"]
    ),
    by_name!(
        "opsgenie-key",
        "OPSGENIE_KEY",
        ["opsgenie" | "Opsgenie" | "OpsGenie" | "OPSGENIE"],
        (uuid),
        "Opsgenie, API key management",
        ["OPSGENIE_SEC", "RET=", "[[", "1e919777-2686-4ff7-a8a", "7-5b4ccfeeb29c", "]]"]
    ),
    by_name!(
        "launchdarkly-named-key", "LAUNCHDARKLY_KEY",
        ["launchdarkly" | "LaunchDarkly" | "launchDarkly" | "LAUNCHDARKLY" | "LAUNCH_DARKLY"],
        (dashed "(?:(?:sdk|api|mob)-)?[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}"),
        "LaunchDarkly, API access tokens",
        ["LAUNCHDARKLY_SEC", "RET=", "[[", "2514f2dd-0ef4-62eb-464", "b-380d33eefa99", "]]"]
    ),
    by_name!(
        "sumo-logic-key", "SUMO_LOGIC_KEY",
        ["sumologic" | "SumoLogic" | "SUMOLOGIC" | "sumo_" | "SUMO_" | "sumoT"],
        (alnum 64), "Sumo Logic, Access keys",
        ["SUMOLOGIC_SEC", "RET=", "[[", "tX5XhmBRYkQ6KtGEaagOEB", "HV8GbdgqcRNZZhvoX0fV9q",
         "xZzRQcVHR35ez1NoAOwz", "]]"]
    ),
    by_name!(
        "splunk-named-token",
        "SPLUNK_TOKEN",
        ["splunk" | "SPLUNK"],
        (uuid),
        "Splunk, HTTP event collector",
        ["SPLUNK_SEC", "RET=", "[[", "26d0dab3-a2fe-4b0c-a5c", "6-8d93a1f25103", "]]"]
    ),
    by_name!(
        "rollbar-token", "ROLLBAR_TOKEN", ["rollbar" | "Rollbar" | "ROLLBAR"],
        (hex 32), "Rollbar, Access tokens",
        ["ROLLBAR_SEC", "RET=", "[[", "e2dc0a917d396334abf981", "9e8728022b", "]]"]
    ),
    by_name!(
        "bugsnag-key", "BUGSNAG_KEY", ["bugsnag" | "Bugsnag" | "BUGSNAG"],
        (hex 32), "BugSnag, API keys",
        ["BUGSNAG_SEC", "RET=", "[[", "be92d80f622905b2fdd8a5", "6dc82bb795", "]]"]
    ),
    by_name!(
        "airbrake-key", "AIRBRAKE_KEY", ["airbrake" | "Airbrake" | "AIRBRAKE"],
        (hex "32,40"), "Airbrake, API keys",
        ["AIRBRAKE_SEC", "RET=", "[[", "0f5b62d946b09c6b07fc2f", "a5df5aec44", "]]"]
    ),
    by_name!(
        "loggly-token",
        "LOGGLY_TOKEN",
        ["loggly" | "Loggly" | "LOGGLY"],
        (uuid),
        "Loggly, Customer tokens",
        ["LOGGLY_SEC", "RET=", "[[", "0473c91c-3460-45ae-ae1", "f-4452cddbac82", "]]"]
    ),
    by_name!(
        "logz-token", "LOGZ_TOKEN", ["logzio" | "Logzio" | "LOGZIO" | "logz_io" | "LOGZ_IO" | "logz.io"],
        (alnum 32), "Logz.io, Shipping tokens",
        ["LOGZIO_SEC", "RET=", "[[", "8L2c6ujRf2iCaGQpjujNyZ", "Sf8iBN3nhM", "]]"]
    ),
    by_name!(
        "mezmo-key", "MEZMO_KEY", ["logdna" | "LogDNA" | "LOGDNA" | "mezmo" | "Mezmo" | "MEZMO"],
        (hex 32), "Mezmo, Ingestion keys",
        ["LOGDNA_SEC", "RET=", "[[", "4418a555cc7ecc74e20810", "cf2194aa88", "]]"]
    ),
    by_name!(
        "papertrail-token", "PAPERTRAIL_TOKEN", ["papertrail" | "Papertrail" | "PAPERTRAIL"],
        (alnum 20), "Papertrail, HTTP API",
        ["PAPERTRAIL_SEC", "RET=", "[[", "WF7HQkvUlZnM4MJhkoOH", "]]"]
    ),
    by_name!(
        "better-stack-token", "BETTER_STACK_TOKEN",
        ["betterstack" | "BetterStack" | "BETTERSTACK" | "better_stack" | "BETTER_STACK" |
         "logtail" | "LOGTAIL"],
        (alnum 24), "Better Stack, Source and API tokens",
        ["BETTERSTACK_SEC", "RET=", "[[", "MxPpB9ZaUnHyrMc6qLKufL", "WP", "]]"]
    ),
    by_name!(
        "amplitude-key", "AMPLITUDE_KEY", ["amplitude" | "Amplitude" | "AMPLITUDE"],
        (hex 32), "Amplitude, API keys",
        ["AMPLITUDE_SEC", "RET=", "[[", "8b49cd4b57317f813ba19c", "2274da30a1", "]]"]
    ),
    by_name!(
        "mixpanel-secret", "MIXPANEL_SECRET", ["mixpanel" | "Mixpanel" | "MIXPANEL"],
        (hex 32), "Mixpanel, Project secrets",
        ["MIXPANEL_SEC", "RET=", "[[", "ec309c2cb528e1eb5ecc9c", "9555f4715a", "]]"]
    ),
    by_name!(
        "segment-key", "SEGMENT_KEY", ["segment_" | "SEGMENT_" | "segmentW" | "segmentT"],
        (alnum 32), "Segment, Find your write key",
        ["SEGMENT_SEC", "RET=", "[[", "rEdPeICv3QPAsjI5Ngqfc1", "eV1VohwWO8", "]]"]
    ),
    by_name!(
        "vault-legacy-token", "VAULT_TOKEN", ["vault" | "Vault" | "VAULT"],
        (form "[sbr]\\.[A-Za-z0-9_-]{24,300}"), "HashiCorp Vault, Tokens before version 1.10",
        ["VAULT_SEC", "RET=", "[[", "b.3Hgjavn8T78oYTM0Id7o", "phJK", "]]"]
    ),
    by_name!(
        "consul-token",
        "CONSUL_TOKEN",
        ["consul_" | "CONSUL_" | "consulT" | "X-Consul" | "nomad_" | "NOMAD_" | "X-Nomad"],
        (uuid),
        "HashiCorp Consul and Nomad, ACL tokens",
        ["CONSUL_SEC", "RET=", "[[", "bcd65661-d308-4856-a89", "a-6d9b0c663462", "]]"]
    ),
    by_name!(
        "auth0-secret", "AUTH0_SECRET", ["auth0" | "Auth0" | "AUTH0"],
        (url "64,68"), "Auth0, Application settings",
        ["AUTH0_SEC", "RET=", "[[", "lJSOD9ri5pg6BTaylhpoWd", "GFDjbjMit7Rg8ARDI63QfM",
         "jrb4drjDNIPYu0W2KqBJ", "]]"]
    ),
    by_name!(
        "okta-named-token", "OKTA_TOKEN", ["okta" | "Okta" | "OKTA"],
        (form "00[A-Za-z0-9_-]{40}"), "Okta, Create an API token",
        ["OKTA_SEC", "RET=", "[[", "006ZqF6FX72Rd48kh7Q2Oj", "PFX6rZESvenIkomWm9dq", "]]"]
    ),
    by_name!(
        "onelogin-secret", "ONELOGIN_SECRET", ["onelogin" | "OneLogin" | "ONELOGIN"],
        (hex 64), "OneLogin, API credentials",
        ["ONELOGIN_SEC", "RET=", "[[", "6f4877693d84a94634ae7a", "f8149b28971810579d5e05",
         "8745c23b5aac185d0af7", "]]"]
    ),
    by_name!(
        "duo-secret", "DUO_SECRET", ["duo_" | "DUO_" | "duoS"],
        (alnum 40), "Duo, Auth API",
        ["DUO_SEC", "RET=", "[[", "XZEmWrpCTceXEATC6tEWyf", "PCkFNauKx9qpPcxjAe", "]]"]
    ),
    by_name!(
        "zerotier-token", "ZEROTIER_TOKEN", ["zerotier" | "ZeroTier" | "ZEROTIER"],
        (alnum 32), "ZeroTier Central, API tokens",
        ["ZEROTIER_SEC", "RET=", "[[", "lkehzgLpnsB3ciWwEdFB2w", "ibyapO3MNe", "]]"]
    ),
    by_name!(
        "statuscake-key", "STATUSCAKE_KEY", ["statuscake" | "StatusCake" | "STATUSCAKE"],
        (alnum "20,30"), "StatusCake, API authentication",
        ["STATUSCAKE_SEC", "RET=", "[[", "UkiBwBXsFLKDsJACRf0c", "]]"]
    ),
    by_name!(
        "uptimerobot-key", "UPTIMEROBOT_KEY",
        ["uptimerobot" | "UptimeRobot" | "UPTIMEROBOT" | "uptime_robot" | "UPTIME_ROBOT"],
        (form "[umr]r?[0-9]{5,12}-[a-f0-9]{24}"), "UptimeRobot, API authentication",
        ["UPTIMEROBOT_SEC", "RET=", "[[", "m71814-f344946e3b976a4", "e3f433300", "]]"]
    ),
    by_name!(
        "blazemeter-token",
        "BLAZEMETER_TOKEN",
        ["runscope" | "Runscope" | "RUNSCOPE" | "blazemeter" | "BlazeMeter" | "BLAZEMETER"],
        (uuid),
        "BlazeMeter, API keys",
        ["RUNSCOPE_SEC", "RET=", "[[", "3c4c1225-f8a0-4541-a9a", "6-e18ad1fd5970", "]]"]
    ),
];
