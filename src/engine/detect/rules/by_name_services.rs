//! Owns the rules for values without a form of their own, told by the name before them: models, messaging, payment and work tools. Data only.

use super::by_name::{behind, by_name};
use crate::engine::detect::rule::Rule;

/// The family.
pub(super) const RULES: &[Rule] = &[
    by_name!(
        "mistral-key", "MISTRAL_KEY", ["mistral" | "Mistral" | "MISTRAL"],
        (alnum 32), "Mistral AI, API keys",
        ["MISTRAL_SEC", "RET=", "[[", "YzqHflCNtFZYSsVZQlJSOD", "9ri5pg6BTa", "]]"]
    ),
    by_name!(
        "cohere-key", "COHERE_KEY", ["cohere" | "Cohere" | "COHERE" | "co_api_key" | "CO_API_KEY"],
        (alnum 40), "Cohere, API keys",
        ["COHERE_SEC", "RET=", "[[", "ylhpoWdGFDjbjMit7Rg8AR", "DI63QfMjrb4drjDNIP", "]]"]
    ),
    by_name!(
        "together-named-key", "TOGETHER_KEY", ["together_" | "TOGETHER_" | "togetherai" | "TogetherAI" | "TOGETHERAI" | "togetherA"],
        (hex 64), "Together AI, Authentication",
        ["TOGETHER_SEC", "RET=", "[[", "65fae6cc528211c56c39e5", "86f4877693d84a94634ae7", "af8149b28971810579d5", "]]"]
    ),
    by_name!(
        "wandb-named-key", "WANDB_KEY", ["wandb" | "WandB" | "WANDB"],
        (hex 40), "Weights and Biases, API keys",
        ["WANDB_SEC", "RET=", "[[", "e058745c23b5aac185d0af", "756c5b3895ca3bc591", "]]"]
    ),
    by_name!(
        "elevenlabs-named-key", "ELEVENLABS_KEY", ["elevenlabs" | "ElevenLabs" | "elevenLabs" | "ELEVENLABS" | "eleven_labs" | "ELEVEN_" | "XI_API" | "xi-api" | "xi_api"],
        (hex 32), "ElevenLabs, API authentication",
        ["ELEVENLABS_SEC", "RET=", "[[", "bc07f18a99fa85c8ca7710", "094aa5cffb", "]]"]
    ),
    by_name!(
        "exa-key",
        "EXA_KEY",
        ["exa_api" | "EXA_API" | "exaApi" | "EXA_KEY"],
        (uuid),
        "Exa, API reference",
        ["EXA_API_SEC", "RET=", "[[", "eab29858-cc3f-4344-a94", "6-e3b976a4e3f4", "]]"]
    ),
    by_name!(
        "deepgram-key", "DEEPGRAM_KEY", ["deepgram" | "Deepgram" | "DEEPGRAM"],
        (hex 40), "Deepgram, Authentication",
        ["DEEPGRAM_SEC", "RET=", "[[", "333003c4c1225f8a05419a", "6e18ad1fd5970f5d2c", "]]"]
    ),
    by_name!(
        "assemblyai-key", "ASSEMBLYAI_KEY", ["assemblyai" | "AssemblyAI" | "ASSEMBLYAI" | "assembly_ai" | "ASSEMBLY_AI"],
        (hex 32), "AssemblyAI, API keys",
        ["ASSEMBLYAI_SEC", "RET=", "[[", "1ca2e824501293acdfa55d", "c3c79253f9", "]]"]
    ),
    by_name!(
        "moonshot-key", "MOONSHOT_KEY", ["moonshot" | "Moonshot" | "MOONSHOT" | "kimi" | "Kimi" | "KIMI"],
        (form "sk-[A-Za-z0-9_-]{30,64}"), "Moonshot AI platform, API keys",
        ["MOONSHOT_API_", "KEY=", "[[", "s", "k-__qljqzk5HX27za", "H5rotuo_TFKmhAcbP_", "9PvtfePedRw", "MqI6", "]]"]
    ),
    by_name!(
        "zhipu-key", "ZHIPU_KEY", ["zhipu" | "Zhipu" | "ZHIPU" | "bigmodel" | "BIGMODEL" | "zai_" | "ZAI_" | "glm_" | "GLM_"],
        (form "[a-f0-9]{32}\\.[A-Za-z0-9]{16}"), "Zhipu AI open platform, Authentication",
        ["ZHIPU_SEC", "RET=", "[[", "ad6bb5f9bc82d545832765", "dd71a32994.bz8EPlLOLb0", "CTRgM", "]]"]
    ),
    by_name!(
        "ollama-key", "OLLAMA_KEY", ["ollama" | "Ollama" | "OLLAMA"],
        (form "[a-f0-9]{32}\\.[A-Za-z0-9_-]{24}"), "Ollama, API keys",
        ["OLLAMA_SEC", "RET=", "[[", "2961b817255a7300d016c3", "ac24c0f3c4.8dXV0XgEtyG", "WMAXxoi5gh6wo", "]]"]
    ),
    by_name!(
        "baseten-key", "BASETEN_KEY", ["baseten" | "Baseten" | "BASETEN"],
        (form "[A-Za-z0-9]{8}\\.[A-Za-z0-9]{32}"), "Baseten, API keys",
        ["BASETEN_SEC", "RET=", "[[", "98woEuJx.8UC7gbsDy8ly0", "c7DRbZ5cB8gTD5I8xgG", "]]"]
    ),
    by_name!(
        "fal-key", "FAL_KEY", ["FAL_KEY" | "fal_key" | "FAL_API" | "falKey" | "falApi"],
        (form "[a-f0-9-]{36}:[a-f0-9]{32}"), "fal, Authentication",
        ["FAL_KEY=", "[[", "daf4ed3ea738b87a2665c0", "9e0b0e20b7a998:69946e6", "f930a6028e6f4d23a69bee", "f3d", "]]"]
    ),
    by_name!(
        "deepinfra-key", "DEEPINFRA_KEY", ["deepinfra" | "DeepInfra" | "DEEPINFRA"],
        (alnum 32), "DeepInfra, API keys",
        ["DEEPINFRA_SEC", "RET=", "[[", "Hx3x5XbtY2mE0E8Q3cWZUD", "429WDlE3w2", "]]"]
    ),
    by_name!(
        "ai21-key", "AI21_KEY", ["ai21" | "AI21"],
        (alnum 32), "AI21 Studio, API keys",
        ["AI21_SEC", "RET=", "[[", "ncqKac2WU3F4NmTBWDKKtu", "x6OVpoYsRT", "]]"]
    ),
    by_name!(
        "greptile-key", "GREPTILE_KEY", ["greptile" | "Greptile" | "GREPTILE"],
        (base64 48), "Greptile, API reference",
        ["GREPTILE_SEC", "RET=", "[[", "EOoxxjm7sMO0afIndo2OJc", "7Z6mnv4sYwLTHk67H4vov0", "CMa6", "]]"]
    ),
    by_name!(
        "upstage-key", "UPSTAGE_KEY", ["upstage" | "Upstage" | "UPSTAGE"],
        (form "up_[A-Za-z0-9]{29,32}"), "Upstage, API keys",
        ["UPSTAGE_SEC", "RET=", "[[", "up_FJopRxuLjL8maymGh0C", "cZCZjzhuxA", "]]"]
    ),
    by_name!(
        "serper-key", "SERPER_KEY", ["serper" | "Serper" | "SERPER"],
        (hex 40), "Serper, API keys",
        ["SERPER_SEC", "RET=", "[[", "0d45f47026b0861b4eca47", "6e6a1fa7d06be4c37e", "]]"]
    ),
    by_name!(
        "serpapi-key", "SERPAPI_KEY", ["serpapi" | "SerpApi" | "SERPAPI" | "serp_api" | "SERP_API"],
        (hex 64), "SerpApi, API keys",
        ["SERPAPI_SEC", "RET=", "[[", "890875bf54f107be413ef1", "a03002407cf0f202f4a0f7", "a39eac85691614b3ec60", "]]"]
    ),
    by_name!(
        "comet-key", "COMET_KEY", ["comet_" | "COMET_" | "opik_" | "OPIK_" | "cometA"],
        (alnum 25), "Comet, API keys",
        ["COMET_SEC", "RET=", "[[", "Nep0LkAN8AG7RpkfHyFqtK", "oD6", "]]"]
    ),
    by_name!(
        "roboflow-key", "ROBOFLOW_KEY", ["roboflow" | "Roboflow" | "ROBOFLOW"],
        (alnum 20), "Roboflow, Authentication",
        ["ROBOFLOW_SEC", "RET=", "[[", "WLIHs91W3af3V32ccvBl", "]]"]
    ),
    by_name!(
        "neptune-token", "NEPTUNE_TOKEN", ["neptune" | "Neptune" | "NEPTUNE"],
        (base64 "80,200"), "Neptune, API tokens",
        ["NEPTUNE_SEC", "RET=", "[[", "tREd3yoDif3rXZleOOecGw", "GaepppKbIJIKkwtbnWz46H", "IQUjWOGlJx8tt0URGje5QF", "VEXYDopvUol6Ch", "]]"]
    ),
    by_name!(
        "dify-key", "DIFY_KEY", ["dify" | "Dify" | "DIFY"],
        (form "(?:app|dataset)-[A-Za-z0-9]{24}"), "Dify, Developing with APIs",
        ["DIFY_SEC", "RET=", "[[", "app-tKedvKIZJvKL5dfHbv", "Pc9KjG", "]]"]
    ),
    by_name!(
        "slack-signing-secret", "SLACK_SIGNING_SECRET", ["slack" | "Slack" | "SLACK"],
        (hex 32), "Slack, Verifying requests from Slack",
        ["SLACK_SEC", "RET=", "[[", "c7c84da86dca698abbbd7d", "dd9c1fce3f", "]]"]
    ),
    by_name!(
        "discord-named-secret", "DISCORD_TOKEN", ["discord" | "Discord" | "DISCORD"],
        (form "[A-Fa-f0-9]{64}|[A-Za-z0-9_-]{32}"), "Discord developer docs, OAuth2",
        ["DISCORD_SEC", "RET=", "[[", "B9ffFD1fAfFCEAB2ABedF0", "Fc5B68D5B1f47CEABB775a", "6FA5AEA93F2Bc3CeCe76", "]]"]
    ),
    by_name!(
        "telegram-named-token", "TELEGRAM_TOKEN", ["telegram" | "Telegram" | "TELEGRAM" | "tgBot" | "tg_bot" | "TG_BOT"],
        (form "[0-9]{5,16}:A[A-Za-z0-9_-]{34}"), "Telegram, Bot API",
        ["TELEGRAM_SEC", "RET=", "[[", "05954:AVcafqcet6S7UHDx", "S0UUZSo8xgWgrWYXGaC", "]]"]
    ),
    by_name!(
        "mailgun-named-key", "MAILGUN_KEY", ["mailgun" | "Mailgun" | "MailGun" | "MAILGUN"],
        (form "[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}|[a-f0-9]{32}"), "Mailgun, API keys",
        ["MAILGUN_SEC", "RET=", "[[", "a14576f75db31bdd395887", "513355c45d-57677a6a-84", "711a65", "]]"]
    ),
    by_name!(
        "mailchimp-named-key", "MAILCHIMP_KEY", ["mailchimp" | "Mailchimp" | "MailChimp" | "MAILCHIMP"],
        (form "[a-f0-9]{32}(?:-us[0-9]{1,2})?"), "Mailchimp, About API keys",
        ["MAILCHIMP_SEC", "RET=", "[[", "f9f15ee3f9b9565eab6439", "c5d3d289d8", "]]"]
    ),
    by_name!(
        "postmark-token",
        "POSTMARK_TOKEN",
        ["postmark" | "Postmark" | "POSTMARK"],
        (uuid),
        "Postmark, API authentication",
        ["POSTMARK_SEC", "RET=", "[[", "5fd181d0-c2fd-43b0-a2e", "2-9c338f3f8a23", "]]"]
    ),
    by_name!(
        "vonage-secret", "VONAGE_SECRET", ["vonage" | "Vonage" | "VONAGE" | "nexmo" | "Nexmo" | "NEXMO"],
        (alnum 16), "Vonage, Authentication",
        ["VONAGE_SEC", "RET=", "[[", "mBTISyO0DUF5gBWt", "]]"]
    ),
    by_name!(
        "messagebird-key", "MESSAGEBIRD_KEY", ["messagebird" | "MessageBird" | "MESSAGEBIRD" | "message_bird" | "message-bird" | "MESSAGE_BIRD" | "MESSAGE-BIRD"],
        (alnum 25), "MessageBird, API authentication",
        ["MESSAGEBIRD_SEC", "RET=", "[[", "Wfm0hNO5j32h3vWwf1pDaH", "8j5", "]]"]
    ),
    by_name!(
        "plivo-token", "PLIVO_TOKEN", ["plivo" | "Plivo" | "PLIVO"],
        (url 40), "Plivo, API authentication",
        ["PLIVO_SEC", "RET=", "[[", "7SAve5YxR5F1yeo153XCXt", "l7ZVw2W6qL3BILs8wD", "]]"]
    ),
    by_name!(
        "telnyx-named-key", "TELNYX_KEY", ["telnyx" | "Telnyx" | "TELNYX"],
        (form "KEY[A-Za-z0-9_-]{50,60}"), "Telnyx, Generate API keys",
        ["TELNYX_SEC", "RET=", "[[", "KEYZRGstjwo9bLteG7dvZA", "B12hxR6j25omRePhsI094S", "TYW2W3ylE", "]]"]
    ),
    by_name!(
        "sendbird-token", "SENDBIRD_TOKEN", ["sendbird" | "Sendbird" | "SENDBIRD"],
        (hex 40), "Sendbird, Platform API",
        ["SENDBIRD_SEC", "RET=", "[[", "88f31cbfb7ac93b41fa199", "5d5fcd990146b11756", "]]"]
    ),
    by_name!(
        "sparkpost-key", "SPARKPOST_KEY", ["sparkpost" | "SparkPost" | "SPARKPOST"],
        (alnum 40), "SparkPost, API keys",
        ["SPARKPOST_SEC", "RET=", "[[", "GwVkyntFTN5omsT3KyhIKu", "AMc5WkM4IYHGjXjTqy", "]]"]
    ),
    by_name!(
        "mailersend-key", "MAILERSEND_KEY", ["mailersend" | "MailerSend" | "MAILERSEND"],
        (form "mlsn\\.[a-f0-9]{64}"), "MailerSend, API tokens",
        ["MAILERSEND_SEC", "RET=", "[[", "mlsn.c30d5c6b955f27d85", "619b9b910217ce15aa6ddd", "e7be1912ffbe0f00609d1a", "5b0", "]]"]
    ),
    by_name!(
        "mailerlite-key", "MAILERLITE_KEY", ["mailerlite" | "MailerLite" | "MAILERLITE"],
        (alnum 32), "MailerLite classic, API keys",
        ["MAILERLITE_SEC", "RET=", "[[", "tEBtqzZcyxn89gYejE7QOg", "ygfEgk1TqY", "]]"]
    ),
    by_name!(
        "mailjet-secret", "MAILJET_SECRET", ["mailjet" | "Mailjet" | "MAILJET" | "mj_api" | "MJ_API"],
        (hex 32), "Mailjet, API authentication",
        ["MAILJET_SEC", "RET=", "[[", "bf38bca1bb2d9ccaf1cc0f", "38ad7e452f", "]]"]
    ),
    by_name!(
        "intercom-named-token", "INTERCOM_TOKEN", ["intercom" | "Intercom" | "INTERCOM"],
        (form "[A-Za-z0-9_=-]{60}"), "Intercom, Authentication",
        ["INTERCOM_SEC", "RET=", "[[", "yzAerwW5mLzKyINCyasHpd", "ZwjTjBPnoHMh91Nkk3KsLi", "32QDXGuJ2U8C56Ha", "]]"]
    ),
    by_name!(
        "zendesk-token", "ZENDESK_TOKEN", ["zendesk" | "Zendesk" | "ZENDESK"],
        (alnum 40), "Zendesk, API tokens",
        ["ZENDESK_SEC", "RET=", "[[", "4PbW6d75YabRo3zqkvdL8h", "vdAN0rAvB8c37ARIQZ", "]]"]
    ),
    by_name!(
        "freshdesk-key", "FRESHDESK_KEY", ["freshdesk" | "Freshdesk" | "FRESHDESK" | "freshbooks" | "Freshbooks" | "FRESHBOOKS"],
        (alnum "20,64"), "Freshdesk, API authentication",
        ["FRESHDESK_SEC", "RET=", "[[", "8jn6BN4jk47sbrxI2hyZ", "]]"]
    ),
    by_name!(
        "helpscout-key", "HELPSCOUT_KEY", ["helpscout" | "HelpScout" | "HELPSCOUT" | "help_scout" | "HELP_SCOUT"],
        (alnum "32,40"), "Help Scout, API authentication",
        ["HELPSCOUT_SEC", "RET=", "[[", "5ztvKHVIZcAD17ufVvdDon", "dwmEhR4mhj", "]]"]
    ),
    by_name!(
        "mattermost-token", "MATTERMOST_TOKEN", ["mattermost" | "Mattermost" | "MATTERMOST"],
        (alnum 26), "Mattermost, Personal access tokens",
        ["MATTERMOST_SEC", "RET=", "[[", "lLy6ozm8ypKTMpd5XIA8cC", "NB1b", "]]"]
    ),
    by_name!(
        "zulip-key", "ZULIP_KEY", ["zulip" | "Zulip" | "ZULIP"],
        (alnum 32), "Zulip, API keys",
        ["ZULIP_SEC", "RET=", "[[", "1N3ukf3066U2tmQhzbwYLm", "sml3KBiliN", "]]"]
    ),
    by_name!(
        "gitter-token", "GITTER_TOKEN", ["gitter" | "Gitter" | "GITTER"],
        (alnum 40), "Gitter, Authentication",
        ["GITTER_SEC", "RET=", "[[", "SAriYFf6MMpsTznNIVM8zE", "fKJQvFZJcVmhSMOViY", "]]"]
    ),
    by_name!(
        "pusher-secret", "PUSHER_SECRET", ["pusher" | "Pusher" | "PUSHER"],
        (hex 20), "Pusher Channels, App keys",
        ["PUSHER_SEC", "RET=", "[[", "1976feb7c5190ca22cb5", "]]"]
    ),
    by_name!(
        "ably-key", "ABLY_KEY", ["ably_" | "ABLY_" | "ablyK" | "ablyApi"],
        (form "[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{6}:[A-Za-z0-9_-]{43}"), "Ably, API keys",
        ["ABLY_SEC", "RET=", "[[", "AYRKuu.ddgMTk:Wwp0cmj3", "baOPO9de5zUvqqi8joVllL", "vsCm04xccksOc", "]]"]
    ),
    by_name!(
        "pushbullet-token", "PUSHBULLET_TOKEN", ["pushbullet" | "Pushbullet" | "PUSHBULLET"],
        (form "(?:o\\.)?[A-Za-z0-9]{32,34}"), "Pushbullet, API authentication",
        ["PUSHBULLET_SEC", "RET=", "[[", "J3WZm2HBxp13FhmnMAwsCF", "gk3sGAIyBy", "]]"]
    ),
    by_name!(
        "pushover-token", "PUSHOVER_TOKEN", ["pushover" | "Pushover" | "PUSHOVER"],
        (alnum 30), "Pushover, Message API",
        ["PUSHOVER_SEC", "RET=", "[[", "EDlZxQgEDvlF2EWn4exLZL", "PuvxMp13", "]]"]
    ),
    by_name!(
        "customerio-key", "CUSTOMERIO_KEY", ["customerio" | "CustomerIO" | "CUSTOMERIO" | "customer_io" | "CUSTOMER_IO"],
        (alnum "20,32"), "Customer.io, Account credentials",
        ["CUSTOMERIO_SEC", "RET=", "[[", "8F3Ric5goGOXsqIY3Ljj", "]]"]
    ),
    by_name!(
        "paypal-secret", "PAYPAL_SECRET", ["paypal" | "PayPal" | "Paypal" | "PAYPAL"],
        (form "E[A-Za-z0-9_-]{79}"), "PayPal, REST API credentials",
        ["PAYPAL_SEC", "RET=", "[[", "EniCLmJijnC1EGhFNACo0R", "VYTT97hjirkx9f7shubgfU", "NVUYotAUVwnWyRJ7fCsTJe", "MOcKYPmex6s2z3", "]]"]
    ),
    by_name!(
        "braintree-key", "BRAINTREE_KEY", ["braintree" | "Braintree" | "BRAINTREE"],
        (hex 32), "Braintree, API credentials",
        ["BRAINTREE_SEC", "RET=", "[[", "e1645c6fee3c5a599feed0", "da2f14f258", "]]"]
    ),
    by_name!(
        "plaid-secret", "PLAID_SECRET", ["plaid" | "Plaid" | "PLAID"],
        (hex 30), "Plaid, API keys",
        ["PLAID_SEC", "RET=", "[[", "dc09c3bbdc1d3bcd7af4df", "540d12d0", "]]"]
    ),
    by_name!(
        "coinbase-secret", "COINBASE_SECRET", ["coinbase" | "Coinbase" | "COINBASE"],
        (form "[A-Za-z0-9_-]{64}|[A-Za-z0-9+/]{86}=="), "Coinbase, API key authentication",
        ["COINBASE_SEC", "RET=", "[[", "iXWnoK7479Y1AucV0LHpcw", "AydBgSS7yH56WvGghdIbYe", "KW502bl3mf5GzWikYBZ3", "]]"]
    ),
    by_name!(
        "razorpay-secret", "RAZORPAY_SECRET", ["razorpay" | "Razorpay" | "RAZORPAY"],
        (alnum 24), "Razorpay, API keys",
        ["RAZORPAY_SEC", "RET=", "[[", "pPcyD84ED5DVaJlUvNVI5D", "f5", "]]"]
    ),
    by_name!(
        "mollie-key", "MOLLIE_KEY", ["mollie" | "Mollie" | "MOLLIE"],
        (form "(?:live|test)_[A-Za-z0-9]{30,}"), "Mollie, API authentication",
        ["MOLLIE_SEC", "RET=", "[[", "live_Xl2EX2tkWxxWedrpb", "636D1kULdQCmZ", "]]"]
    ),
    by_name!(
        "gocardless-token", "GOCARDLESS_TOKEN", ["gocardless" | "GoCardless" | "GOCARDLESS"],
        (form "(?:live|sandbox)_[A-Za-z0-9_-]{40}"), "GoCardless, Access tokens",
        ["GOCARDLESS_SEC", "RET=", "[[", "live_iqZY6M5NBQRfQ1X9d", "k6gVsofMIJaRAwEDoAGWOB", "z", "]]"]
    ),
    by_name!(
        "chargebee-key", "CHARGEBEE_KEY", ["chargebee" | "Chargebee" | "CHARGEBEE"],
        (form "(?:live|test)_[A-Za-z0-9]{30,}"), "Chargebee, API keys",
        ["CHARGEBEE_SEC", "RET=", "[[", "live_kVjpYcQdI93q7DxJI", "Ts3Vffvus6yBC", "]]"]
    ),
    by_name!(
        "recurly-key", "RECURLY_KEY", ["recurly" | "Recurly" | "RECURLY"],
        (hex 32), "Recurly, API keys",
        ["RECURLY_SEC", "RET=", "[[", "aa43ec14308c0a9ab259d5", "d9e857b0b3", "]]"]
    ),
    by_name!(
        "lob-named-key", "LOB_KEY", ["lob_" | "LOB_" | "lobApi" | "lobK" | "lobS" | "lobT"],
        (form "(?:live|test)_(?:pub_)?[a-f0-9]{31,35}|[A-Za-z0-9]{40}"), "Lob, API keys",
        ["LOB_SEC", "RET=", "[[", "live_0208b307e9d339526", "887e21328f2d0b", "]]"]
    ),
    by_name!(
        "etsy-key", "ETSY_KEY", ["etsy" | "Etsy" | "ETSY"],
        (alnum 24), "Etsy Open API, Authentication",
        ["ETSY_SEC", "RET=", "[[", "wj0P9WW7GVqASRJX4Aij2x", "bT", "]]"]
    ),
    by_name!(
        "finicity-secret", "FINICITY_SECRET", ["finicity" | "Finicity" | "FINICITY"],
        (form "[a-f0-9]{32}|[A-Za-z0-9]{20}"), "Mastercard Open Finance, Authentication",
        ["FINICITY_SEC", "RET=", "[[", "056ffa7081b2ae5d8aa54b", "bd3056b592", "]]"]
    ),
    by_name!(
        "squarespace-token",
        "SQUARESPACE_TOKEN",
        ["squarespace" | "Squarespace" | "SQUARESPACE"],
        (uuid),
        "Squarespace, Commerce API keys",
        ["SQUARESPACE_SEC", "RET=", "[[", "59857e64-0c49-4b42-a57", "c-a927506bccbf", "]]"]
    ),
    by_name!(
        "bigcommerce-token", "BIGCOMMERCE_TOKEN", ["bigcommerce" | "BigCommerce" | "BIGCOMMERCE"],
        (alnum 31), "BigCommerce, API accounts",
        ["BIGCOMMERCE_SEC", "RET=", "[[", "e7kICoKwSztrapeqMD78mb", "zyg2IEGVi", "]]"]
    ),
    by_name!(
        "binance-secret", "BINANCE_SECRET", ["binance" | "Binance" | "BINANCE"],
        (alnum 64), "Binance, API keys",
        ["BINANCE_SEC", "RET=", "[[", "yuq99En211zpTMzP6Wrso4", "kc6sTBw1Y8Q4hwZAVYFwVI", "36wzRTI5UQKvOUoGHvuO", "]]"]
    ),
    by_name!(
        "kraken-key", "KRAKEN_KEY", ["kraken" | "Kraken" | "KRAKEN"],
        (form "[A-Za-z0-9/=_+-]{80,90}"), "Kraken, API keys",
        ["KRAKEN_SEC", "RET=", "[[", "kTBpUsXljEYLBTx8Qwh1VX", "s1uG4Q1sdqyghRRYfpoGgt", "iqQlPwVevjPu6ChHcZFhls", "33JFfxMrGVVkjh", "]]"]
    ),
    by_name!(
        "kucoin-secret",
        "KUCOIN_SECRET",
        ["kucoin" | "KuCoin" | "KUCOIN"],
        (uuid),
        "KuCoin, API authentication",
        ["KUCOIN_SEC", "RET=", "[[", "590af27f-b8db-4a0f-ae6", "b-cbfa68b0ff7e", "]]"]
    ),
    by_name!(
        "bitfinex-secret", "BITFINEX_SECRET", ["bitfinex" | "Bitfinex" | "BITFINEX" | "bittrex" | "Bittrex" | "BITTREX"],
        (alnum "32,43"), "Bitfinex and Bittrex, API keys",
        ["BITFINEX_SEC", "RET=", "[[", "hLq8jkz6zN9Xm415IVdcgQ", "E7i5lkPLAZ", "]]"]
    ),
    by_name!(
        "atlassian-named-token", "ATLASSIAN_TOKEN", ["atlassian" | "Atlassian" | "ATLASSIAN" | "jira" | "Jira" | "JIRA" | "confluence" | "Confluence" | "CONFLUENCE"],
        (alnum 24), "Atlassian, Manage API tokens",
        ["ATLASSIAN_SEC", "RET=", "[[", "GpVDpqbx429WdSmnEh8X8v", "6R", "]]"]
    ),
    by_name!(
        "linear-secret", "LINEAR_SECRET", ["linear_" | "LINEAR_" | "linearT" | "linearApi" | "linearC"],
        (hex 32), "Linear, OAuth 2.0 authentication",
        ["LINEAR_SEC", "RET=", "[[", "e1d5e7becd879e1498cbf2", "936020333a", "]]"]
    ),
    by_name!(
        "asana-named-secret", "ASANA_TOKEN", ["asana" | "Asana" | "ASANA"],
        (alnum 32), "Asana, OAuth",
        ["ASANA_SEC", "RET=", "[[", "FpX1x6omxL8yc3IHrSWsA3", "pl8ABIAbT1", "]]"]
    ),
    by_name!(
        "airtable-named-key", "AIRTABLE_TOKEN", ["airtable" | "Airtable" | "AirTable" | "AIRTABLE"],
        (form "key[A-Za-z0-9]{14}|[A-Za-z0-9]{17}"), "Airtable, API keys of earlier accounts",
        ["AIRTABLE_SEC", "RET=", "[[", "keyVHXS7LLMLD2pOQ", "]]"]
    ),
    by_name!(
        "dropbox-secret", "DROPBOX_TOKEN", ["dropbox" | "Dropbox" | "DropBox" | "DROPBOX"],
        (form "[a-z0-9]{15}|[A-Za-z0-9]{11}A{10}[A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{64}"), "Dropbox, OAuth guide",
        ["DROPBOX_SEC", "RET=", "[[", "g3sei117e7jzegs", "]]"]
    ),
    by_name!(
        "box-secret", "BOX_SECRET", ["box_" | "BOX_" | "boxT" | "boxS" | "boxC"],
        (alnum 32), "Box, OAuth 2.0 and developer tokens",
        ["BOX_SEC", "RET=", "[[", "M7FbwPyrjBlsF1PedDMr5c", "q18wpzSoEZ", "]]"]
    ),
    by_name!(
        "hubspot-named-key",
        "HUBSPOT_TOKEN",
        ["hubspot" | "HubSpot" | "Hubspot" | "HUBSPOT"],
        (uuid),
        "HubSpot, API keys of earlier accounts",
        ["HUBSPOT_SEC", "RET=", "[[", "b165a1e2-5922-422a-aba", "b-085dd0c5f27d", "]]"]
    ),
    by_name!(
        "contentful-named-token", "CONTENTFUL_TOKEN", ["contentful" | "Contentful" | "CONTENTFUL"],
        (url 43), "Contentful, Content delivery API",
        ["CONTENTFUL_SEC", "RET=", "[[", "U4D0xWFXwpp1ECXu9EKjuD", "uCaO2hwfCtlsbl5BCHaYU", "]]"]
    ),
    by_name!(
        "twitter-secret", "TWITTER_SECRET", ["twitter" | "Twitter" | "TWITTER"],
        (form "[0-9]{10,25}-[A-Za-z0-9]{20,40}|[A-Za-z0-9]{25}|[A-Za-z0-9]{45}|[A-Za-z0-9]{50}"), "X developer platform, OAuth 1.0a",
        ["TWITTER_SEC", "RET=", "[[", "5465923844-ns0LFJcf17K", "00v5fYIci", "]]"]
    ),
    by_name!(
        "facebook-secret", "FACEBOOK_SECRET", ["facebook" | "Facebook" | "FACEBOOK" | "fb_app" | "FB_APP" | "fbApp"],
        (form "[a-f0-9]{32}|[0-9]{13,18}\\|[A-Za-z0-9_-]{27}"), "Meta for Developers, App secret",
        ["FACEBOOK_SEC", "RET=", "[[", "3596813f667e9cffb95aa1", "62dcf7eebd", "]]"]
    ),
    by_name!(
        "linkedin-named-secret", "LINKEDIN_SECRET", ["linkedin" | "LinkedIn" | "Linkedin" | "LINKEDIN"],
        (alnum "14,16"), "LinkedIn, Client secret of an application",
        ["LINKEDIN_SEC", "RET=", "[[", "JrFO3jRm81t83J", "]]"]
    ),
    by_name!(
        "reddit-secret", "REDDIT_SECRET", ["reddit" | "Reddit" | "REDDIT"],
        (url "27,30"), "Reddit, OAuth2",
        ["REDDIT_SEC", "RET=", "[[", "h6wFHUMaBBEKSDJe76FMn6", "I8roO", "]]"]
    ),
    by_name!(
        "spotify-secret", "SPOTIFY_SECRET", ["spotify" | "Spotify" | "SPOTIFY"],
        (hex 32), "Spotify for Developers, Apps",
        ["SPOTIFY_SEC", "RET=", "[[", "46cbd0d7b356e5d3f210a8", "588f2731c8", "]]"]
    ),
    by_name!(
        "twitch-secret", "TWITCH_SECRET", ["twitch" | "Twitch" | "TWITCH"],
        (alnum 30), "Twitch, Registering your app",
        ["TWITCH_SEC", "RET=", "[[", "WyDN3iCbY6fkJqHoKP9c8f", "YNHbow8a", "]]"]
    ),
    by_name!(
        "flickr-secret", "FLICKR_SECRET", ["flickr" | "Flickr" | "FLICKR"],
        (form "[a-f0-9]{16}|[a-z0-9]{32}"), "Flickr, API keys",
        ["FLICKR_SEC", "RET=", "[[", "39f4129fdede24be", "]]"]
    ),
    by_name!(
        "zoom-secret", "ZOOM_SECRET", ["zoom_" | "ZOOM_" | "zoomApi" | "zoomC" | "zoomS"],
        (alnum 32), "Zoom, Create an OAuth app",
        ["ZOOM_SEC", "RET=", "[[", "PmA7PaCiTXbfww4Xe2gBiA", "GgeDj3StEH", "]]"]
    ),
    by_name!(
        "trello-key", "TRELLO_KEY", ["trello" | "Trello" | "TRELLO"],
        (hex "32,64"), "Atlassian Trello, Authorization",
        ["TRELLO_SEC", "RET=", "[[", "64b9449ff449e37b02b672", "4a144a979b", "]]"]
    ),
    by_name!(
        "todoist-token", "TODOIST_TOKEN", ["todoist" | "Todoist" | "TODOIST"],
        (hex 40), "Todoist, REST API",
        ["TODOIST_SEC", "RET=", "[[", "57332036170bf595d69bed", "41ab7b2fa4512a88fc", "]]"]
    ),
    by_name!(
        "shortcut-token",
        "SHORTCUT_TOKEN",
        ["shortcut_" | "SHORTCUT_" | "clubhouse" | "CLUBHOUSE"],
        (uuid),
        "Shortcut, API tokens",
        ["SHORTCUT_SEC", "RET=", "[[", "ca44b95a-2e87-4799-a24", "7-95ae0577d0b1", "]]"]
    ),
    by_name!(
        "coda-token",
        "CODA_TOKEN",
        ["coda_" | "CODA_" | "codaT" | "codat" | "codaA"],
        (uuid),
        "Coda, API authentication",
        ["CODA_SEC", "RET=", "[[", "13d762cc-6c1e-4df0-a4c", "9-57516da845d5", "]]"]
    ),
    by_name!(
        "toggl-token", "TOGGL_TOKEN", ["toggl" | "Toggl" | "TOGGL"],
        (alnum 32), "Toggl Track, Authentication",
        ["TOGGL_SEC", "RET=", "[[", "ySoKEReiBc9qMKyG2hRBS3", "Gy0bzMCQLd", "]]"]
    ),
    by_name!(
        "clockify-key", "CLOCKIFY_KEY", ["clockify" | "Clockify" | "CLOCKIFY"],
        (alnum 48), "Clockify, API authentication",
        ["CLOCKIFY_SEC", "RET=", "[[", "7EPy8zTwpqru8ivxZPx2Cn", "34ygVwN0yTLy3j0bkPilMC", "VqRM", "]]"]
    ),
    by_name!(
        "pipedrive-token", "PIPEDRIVE_TOKEN", ["pipedrive" | "Pipedrive" | "PIPEDRIVE"],
        (hex 40), "Pipedrive, API authentication",
        ["PIPEDRIVE_SEC", "RET=", "[[", "9145329fa1196ae1a78710", "ad556ae54008853c0f", "]]"]
    ),
    by_name!(
        "smartsheet-token", "SMARTSHEET_TOKEN", ["smartsheet" | "Smartsheet" | "SMARTSHEET"],
        (alnum "26,37"), "Smartsheet, API access tokens",
        ["SMARTSHEET_SEC", "RET=", "[[", "PvQZcCcRKrwtFoWrtlOmrd", "7ikF", "]]"]
    ),
    by_name!(
        "webflow-token", "WEBFLOW_TOKEN", ["webflow" | "Webflow" | "WEBFLOW"],
        (hex 64), "Webflow, Site tokens",
        ["WEBFLOW_SEC", "RET=", "[[", "ff7e6faeaa4b1098962e83", "378869c911a670bd0bed6c", "229f9a83dd8936f24984", "]]"]
    ),
    by_name!(
        "storyblok-token", "STORYBLOK_TOKEN", ["storyblok" | "Storyblok" | "STORYBLOK"],
        (form "[A-Za-z0-9]{22}tt"), "Storyblok, Access tokens",
        ["STORYBLOK_SEC", "RET=", "[[", "H2dc6oBl7bWCXCZd8jbBPy", "tt", "]]"]
    ),
    by_name!(
        "crowdin-token", "CROWDIN_TOKEN", ["crowdin" | "Crowdin" | "CROWDIN"],
        (alnum 80), "Crowdin, Personal access tokens",
        ["CROWDIN_SEC", "RET=", "[[", "sroCY7LjuSZcE6uMwIK3QX", "ezH0NF1EOwsxDUqQkh4djp", "oooKEJjR5nRyUsJoPxDpu8", "o5vnnJBfjIj313", "]]"]
    ),
    by_name!(
        "pandadoc-key", "PANDADOC_KEY", ["pandadoc" | "PandaDoc" | "PANDADOC"],
        (alnum 40), "PandaDoc, API keys",
        ["PANDADOC_SEC", "RET=", "[[", "ig2VM0UI5i7rcIqerdBc2G", "GMxM1SWLWXYCDKi6SR", "]]"]
    ),
    by_name!(
        "apollo-key", "APOLLO_KEY", ["apollo" | "Apollo" | "APOLLO"],
        (alnum 22), "Apollo, API keys",
        ["APOLLO_SEC", "RET=", "[[", "hhewS9J0QuY9ORm7jYTw0o", "]]"]
    ),
    by_name!(
        "close-key", "CLOSE_KEY", ["closecrm" | "CLOSECRM" | "closeio" | "CLOSEIO" | "close_api" | "CLOSE_API"],
        (form "api_[A-Za-z0-9.]{40,}"), "Close, API keys",
        ["CLOSECRM_SEC", "RET=", "[[", "api_yXIkCETl2DvxhySKhc", "unRRX3ttjG8jazxNvvU49B", "]]"]
    ),
    by_name!(
        "bitly-token", "BITLY_TOKEN", ["bitly" | "Bitly" | "BITLY"],
        (alnum 40), "Bitly, Authentication",
        ["BITLY_SEC", "RET=", "[[", "3pdaftJ9AQ0Uv0nhXM6glz", "rL08Ss8QAx0VHMZ2ji", "]]"]
    ),
    by_name!(
        "rebrandly-key", "REBRANDLY_KEY", ["rebrandly" | "Rebrandly" | "REBRANDLY"],
        (alnum 32), "Rebrandly, API keys",
        ["REBRANDLY_SEC", "RET=", "[[", "jV5xwvBxuxm5fEbmHHoiVp", "v1OTJye72V", "]]"]
    ),
    by_name!(
        "nytimes-key", "NYTIMES_KEY", ["nytimes" | "NYTimes" | "NYTIMES"],
        (alnum 32), "New York Times, Developer network",
        ["NYTIMES_SEC", "RET=", "[[", "Do3EOCQ0T630JX4KGFdWJp", "YuqylwiuAV", "]]"]
    ),
];
