//! Owns the rules for values without a form of their own, told by the name before them: models,
//! messaging, payment and work tools. Data only.

use super::by_name::{behind, by_name};
use crate::engine::detect::rule::Rule;

/// The family.
pub(super) const RULES: &[Rule] = &[
    by_name!(
        "mistral-key", "MISTRAL_KEY", ["mistral" | "Mistral" | "MISTRAL"],
        (alnum 32), "Mistral AI, API keys",
        ["MISTRAL_SEC", "RET=", "[[", "hLXkGQEg0gorO68FpAuRId", "RpoUWjN1gO", "]]"]
    ),
    by_name!(
        "cohere-key", "COHERE_KEY", ["cohere" | "Cohere" | "COHERE" | "co_api_key" | "CO_API_KEY"],
        (alnum 40), "Cohere, API keys",
        ["COHERE_SEC", "RET=", "[[", "9Q7tfSBmlsFiGLsB5WW3H1", "F2Tz2Exaj6fQXTLeNY", "]]"]
    ),
    by_name!(
        "together-named-key", "TOGETHER_KEY",
        ["together_" | "TOGETHER_" | "togetherai" | "TogetherAI" | "TOGETHERAI" | "togetherA"],
        (hex 64), "Together AI, Authentication",
        ["TOGETHER_SEC", "RET=", "[[", "c7c52df834959e834bad6b", "b5f9bc82d545832765dd71",
         "a329947c1f1f7b320296", "]]"]
    ),
    by_name!(
        "wandb-named-key", "WANDB_KEY", ["wandb" | "WandB" | "WANDB"],
        (hex 40), "Weights and Biases, API keys",
        ["WANDB_SEC", "RET=", "[[", "1b817255a7300d016c3ac2", "4c0f3c48545cd50a5c", "]]"]
    ),
    by_name!(
        "elevenlabs-named-key", "ELEVENLABS_KEY",
        ["elevenlabs" | "ElevenLabs" | "elevenLabs" | "ELEVENLABS" | "eleven_labs" | "ELEVEN_" |
         "XI_API" | "xi-api" | "xi_api"],
        (hex 32), "ElevenLabs, API authentication",
        ["ELEVENLABS_SEC", "RET=", "[[", "e4b7b8b2768a3beddaf4ed", "3ea738b87a", "]]"]
    ),
    by_name!(
        "exa-key",
        "EXA_KEY",
        ["exa_api" | "EXA_API" | "exaApi" | "EXA_KEY"],
        (uuid),
        "Exa, API reference",
        ["EXA_API_SEC", "RET=", "[[", "2665c09e-0b0e-420b-a7a", "9-9869946e6f93", "]]"]
    ),
    by_name!(
        "deepgram-key", "DEEPGRAM_KEY", ["deepgram" | "Deepgram" | "DEEPGRAM"],
        (hex 40), "Deepgram, Authentication",
        ["DEEPGRAM_SEC", "RET=", "[[", "0a6028e6f4d23a69beef3d", "d576cc28564b5bc8f7", "]]"]
    ),
    by_name!(
        "assemblyai-key", "ASSEMBLYAI_KEY",
        ["assemblyai" | "AssemblyAI" | "ASSEMBLYAI" | "assembly_ai" | "ASSEMBLY_AI"],
        (hex 32), "AssemblyAI, API keys",
        ["ASSEMBLYAI_SEC", "RET=", "[[", "854c03a5bff14623c10179", "e81e866f3d", "]]"]
    ),
    by_name!(
        "moonshot-key", "MOONSHOT_KEY", ["moonshot" | "Moonshot" | "MOONSHOT" | "kimi" | "Kimi" | "KIMI"],
        (form "sk-[A-Za-z0-9_-]{30,64}"), "Moonshot AI platform, API keys",
        ["MOONSHOT_API_", "KEY=", "[[", "s", "k-__qljqzk5HX27za", "H5rotuo_TFKmhAcbP_",
         "9PvtfePedRw", "MqI6", "]]"]
    ),
    by_name!(
        "zhipu-key", "ZHIPU_KEY",
        ["zhipu" | "Zhipu" | "ZHIPU" | "bigmodel" | "BIGMODEL" | "zai_" | "ZAI_" | "glm_" | "GLM_"],
        (form "[a-f0-9]{32}\\.[A-Za-z0-9]{16}"), "Zhipu AI open platform, Authentication",
        ["ZHIPU_SEC", "RET=", "[[", "b86b6a0d45f47026b0861b", "4eca476e6a.7PuKAaGNZxC", "l2JuU", "]]"]
    ),
    by_name!(
        "ollama-key", "OLLAMA_KEY", ["ollama" | "Ollama" | "OLLAMA"],
        (form "[a-f0-9]{32}\\.[A-Za-z0-9_-]{24}"), "Ollama, API keys",
        ["OLLAMA_SEC", "RET=", "[[", "c37e890875bf54f107be41", "3ef1a03002.8yog77UM7ha",
         "rp28F0LMLQk5u", "]]"]
    ),
    by_name!(
        "baseten-key", "BASETEN_KEY", ["baseten" | "Baseten" | "BASETEN"],
        (form "[A-Za-z0-9]{8}\\.[A-Za-z0-9]{32}"), "Baseten, API keys",
        ["BASETEN_SEC", "RET=", "[[", "nk4rNQKU.BMlm7Lx06bt44", "ASzweJxB5EcXYfPYvP6", "]]"]
    ),
    by_name!(
        "fal-key", "FAL_KEY", ["FAL_KEY" | "fal_key" | "FAL_API" | "falKey" | "falApi"],
        (form "[a-f0-9-]{36}:[a-f0-9]{32}"), "fal, Authentication",
        ["FAL_KEY=", "[[", "4b3ec6009fa0ad29dcfb5f", "ed579488a2c8b9:5691198",
         "dd79f7eeef75de2451de42", "d92", "]]"]
    ),
    by_name!(
        "deepinfra-key", "DEEPINFRA_KEY", ["deepinfra" | "DeepInfra" | "DEEPINFRA"],
        (alnum 32), "DeepInfra, API keys",
        ["DEEPINFRA_SEC", "RET=", "[[", "FVEXYDopvUol6ChtKedvKI", "ZJvKL5dfHb", "]]"]
    ),
    by_name!(
        "ai21-key", "AI21_KEY", ["ai21" | "AI21"],
        (alnum 32), "AI21 Studio, API keys",
        ["AI21_SEC", "RET=", "[[", "vPc9KjGFbFow7d0V9wmgin", "pGBdZqGEB1", "]]"]
    ),
    by_name!(
        "greptile-key", "GREPTILE_KEY", ["greptile" | "Greptile" | "GREPTILE"],
        (base64 48), "Greptile, API reference",
        ["GREPTILE_SEC", "RET=", "[[", "ungZfdkw43Azih2xClDCGa", "6GHu56GeoEOuK3732l5FpJ", "t1Th", "]]"]
    ),
    by_name!(
        "upstage-key", "UPSTAGE_KEY", ["upstage" | "Upstage" | "UPSTAGE"],
        (form "up_[A-Za-z0-9]{29,32}"), "Upstage, API keys",
        ["UPSTAGE_SEC", "RET=", "[[", "up_vrLCvrX0W7KHaWAWxL9", "E1sIA4CcAD", "]]"]
    ),
    by_name!(
        "serper-key", "SERPER_KEY", ["serper" | "Serper" | "SERPER"],
        (hex 40), "Serper, API keys",
        ["SERPER_SEC", "RET=", "[[", "43f6f2bdb75ceabb0faaea", "9f8b29c4c4b5434879", "]]"]
    ),
    by_name!(
        "serpapi-key", "SERPAPI_KEY", ["serpapi" | "SerpApi" | "SERPAPI" | "serp_api" | "SERP_API"],
        (hex 64), "SerpApi, API keys",
        ["SERPAPI_SEC", "RET=", "[[", "8934db344635565d7ba145", "76f75db31bdd3958875133",
         "55c45d57677a6a84711a", "]]"]
    ),
    by_name!(
        "comet-key", "COMET_KEY", ["comet_" | "COMET_" | "opik_" | "OPIK_" | "cometA"],
        (alnum 25), "Comet, API keys",
        ["COMET_SEC", "RET=", "[[", "nYW6Ke5LO9X1ptJJTkK1fC", "jeW", "]]"]
    ),
    by_name!(
        "roboflow-key", "ROBOFLOW_KEY", ["roboflow" | "Roboflow" | "ROBOFLOW"],
        (alnum 20), "Roboflow, Authentication",
        ["ROBOFLOW_SEC", "RET=", "[[", "kYwqkW5tJAC9ZUzTw7en", "]]"]
    ),
    by_name!(
        "neptune-token", "NEPTUNE_TOKEN", ["neptune" | "Neptune" | "NEPTUNE"],
        (base64 "80,200"), "Neptune, API tokens",
        ["NEPTUNE_SEC", "RET=", "[[", "EoX1zH8h5THyyRdftGcXkn", "mjxwmi3wuKGOcPHMlFt2Q9",
         "j5LGgkTC2MR3IQpjfES47T", "dkKSLdB1tnQSIa", "]]"]
    ),
    by_name!(
        "dify-key", "DIFY_KEY", ["dify" | "Dify" | "DIFY"],
        (form "(?:app|dataset)-[A-Za-z0-9]{24}"), "Dify, Developing with APIs",
        ["DIFY_SEC", "RET=", "[[", "app-FPIiXOHlApQzKHmBTI", "SyO0DU", "]]"]
    ),
    by_name!(
        "slack-signing-secret", "SLACK_SIGNING_SECRET", ["slack" | "Slack" | "SLACK"],
        (hex 32), "Slack, Verifying requests from Slack",
        ["SLACK_SEC", "RET=", "[[", "ca5590159b7d3a962c95b5", "645faefb62", "]]"]
    ),
    by_name!(
        "discord-named-secret", "DISCORD_TOKEN", ["discord" | "Discord" | "DISCORD"],
        (form "[A-Fa-f0-9]{64}|[A-Za-z0-9_-]{32}"), "Discord developer docs, OAuth2",
        ["DISCORD_SEC", "RET=", "[[", "D581F3D20AA4c587c3b4Ed", "d0ff6C272F5748dbCB8FB1",
         "A486C3dBebFAb33fDfFC", "]]"]
    ),
    by_name!(
        "telegram-named-token", "TELEGRAM_TOKEN",
        ["telegram" | "Telegram" | "TELEGRAM" | "tgBot" | "tg_bot" | "TG_BOT"],
        (form "[0-9]{5,16}:A[A-Za-z0-9_-]{34}"), "Telegram, Bot API",
        ["TELEGRAM_SEC", "RET=", "[[", "19773:AOVwp22YwDPiOaWY", "GwVkyntFTN5omsT3Kyh", "]]"]
    ),
    by_name!(
        "mailgun-named-key", "MAILGUN_KEY", ["mailgun" | "Mailgun" | "MailGun" | "MAILGUN"],
        (form "[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}|[a-f0-9]{32}"), "Mailgun, API keys",
        ["MAILGUN_SEC", "RET=", "[[", "efa0850e6dd53c30d5c6b9", "55f27d8561-9b9b9102-17", "ce15aa", "]]"]
    ),
    by_name!(
        "mailchimp-named-key", "MAILCHIMP_KEY", ["mailchimp" | "Mailchimp" | "MailChimp" | "MAILCHIMP"],
        (form "[a-f0-9]{32}(?:-us[0-9]{1,2})?"), "Mailchimp, About API keys",
        ["MAILCHIMP_SEC", "RET=", "[[", "6ddde7be1912ffbe0f0060", "9d1a5b0ca6", "]]"]
    ),
    by_name!(
        "postmark-token",
        "POSTMARK_TOKEN",
        ["postmark" | "Postmark" | "POSTMARK"],
        (uuid),
        "Postmark, API authentication",
        ["POSTMARK_SEC", "RET=", "[[", "869c219c-36bf-438b-aca", "1-bb2d9ccaf1cc", "]]"]
    ),
    by_name!(
        "vonage-secret", "VONAGE_SECRET", ["vonage" | "Vonage" | "VONAGE" | "nexmo" | "Nexmo" | "NEXMO"],
        (alnum 16), "Vonage, Authentication",
        ["VONAGE_SEC", "RET=", "[[", "w6MKwT7dx348xiyB", "]]"]
    ),
    by_name!(
        "messagebird-key", "MESSAGEBIRD_KEY",
        ["messagebird" | "MessageBird" | "MESSAGEBIRD" | "message_bird" | "message-bird" |
         "MESSAGE_BIRD" | "MESSAGE-BIRD"],
        (alnum 25), "MessageBird, API authentication",
        ["MESSAGEBIRD_SEC", "RET=", "[[", "Gn9aIVyW7xoRLyzAerwW5m", "LzK", "]]"]
    ),
    by_name!(
        "plivo-token", "PLIVO_TOKEN", ["plivo" | "Plivo" | "PLIVO"],
        (url 40), "Plivo, API authentication",
        ["PLIVO_SEC", "RET=", "[[", "yINCyasHpdZwjTjBPnoHMh", "91Nkk3KsLi32QDXGuJ", "]]"]
    ),
    by_name!(
        "telnyx-named-key", "TELNYX_KEY", ["telnyx" | "Telnyx" | "TELNYX"],
        (form "KEY[A-Za-z0-9_-]{50,60}"), "Telnyx, Generate API keys",
        ["TELNYX_SEC", "RET=", "[[", "KEY2U8C56Ha4PbW6d75Yab", "Ro3zqkvdL8hvdAN0rAvB8c", "37ARIQZ8j", "]]"]
    ),
    by_name!(
        "sendbird-token", "SENDBIRD_TOKEN", ["sendbird" | "Sendbird" | "SENDBIRD"],
        (hex 40), "Sendbird, Platform API",
        ["SENDBIRD_SEC", "RET=", "[[", "a07e6fd4e68ab948b8c2ff", "3085ea8b0a7094276f", "]]"]
    ),
    by_name!(
        "sparkpost-key", "SPARKPOST_KEY", ["sparkpost" | "SparkPost" | "SPARKPOST"],
        (alnum 40), "SparkPost, API keys",
        ["SPARKPOST_SEC", "RET=", "[[", "msml3KBiliNSAriYFf6MMp", "sTznNIVM8zEfKJQvFZ", "]]"]
    ),
    by_name!(
        "mailersend-key", "MAILERSEND_KEY", ["mailersend" | "MailerSend" | "MAILERSEND"],
        (form "mlsn\\.[a-f0-9]{64}"), "MailerSend, API tokens",
        ["MAILERSEND_SEC", "RET=", "[[", "mlsn.e84301461976feb7c", "5190ca22cb5a62f8803587",
         "71118944fb8818e56dac0a", "bcd", "]]"]
    ),
    by_name!(
        "mailerlite-key", "MAILERLITE_KEY", ["mailerlite" | "MailerLite" | "MAILERLITE"],
        (alnum 32), "MailerLite classic, API keys",
        ["MAILERLITE_SEC", "RET=", "[[", "AIyByEDlZxQgEDvlF2EWn4", "exLZLPuvxM", "]]"]
    ),
    by_name!(
        "mailjet-secret", "MAILJET_SECRET", ["mailjet" | "Mailjet" | "MAILJET" | "mj_api" | "MJ_API"],
        (hex 32), "Mailjet, API authentication",
        ["MAILJET_SEC", "RET=", "[[", "c28d15e6fbfebcdc0ab246", "3397940446", "]]"]
    ),
    by_name!(
        "intercom-named-token", "INTERCOM_TOKEN", ["intercom" | "Intercom" | "INTERCOM"],
        (form "[A-Za-z0-9_=-]{60}"), "Intercom, Authentication",
        ["INTERCOM_SEC", "RET=", "[[", "otAUVwnWyRJ7fCsTJeMOcK", "YPmex6s2z3JPYj637V8W5E",
         "ZKJJSvqF34XmAWe3", "]]"]
    ),
    by_name!(
        "zendesk-token", "ZENDESK_TOKEN", ["zendesk" | "Zendesk" | "ZENDESK"],
        (alnum 40), "Zendesk, API tokens",
        ["ZENDESK_SEC", "RET=", "[[", "erlq4LgIJGN773hGAQLOUK", "Q9ujWh6dvGEjMufnFj", "]]"]
    ),
    by_name!(
        "freshdesk-key", "FRESHDESK_KEY",
        ["freshdesk" | "Freshdesk" | "FRESHDESK" | "freshbooks" | "Freshbooks" | "FRESHBOOKS"],
        (alnum "20,64"), "Freshdesk, API authentication",
        ["FRESHDESK_SEC", "RET=", "[[", "SDDGFPzHysSDFGsbA4Lw", "]]"]
    ),
    by_name!(
        "helpscout-key", "HELPSCOUT_KEY",
        ["helpscout" | "HelpScout" | "HELPSCOUT" | "help_scout" | "HELP_SCOUT"],
        (alnum "32,40"), "Help Scout, API authentication",
        ["HELPSCOUT_SEC", "RET=", "[[", "UGziLpq5gpWlVMkGORGMiX", "WnoK7479Y1", "]]"]
    ),
    by_name!(
        "mattermost-token", "MATTERMOST_TOKEN", ["mattermost" | "Mattermost" | "MATTERMOST"],
        (alnum 26), "Mattermost, Personal access tokens",
        ["MATTERMOST_SEC", "RET=", "[[", "AucV0LHpcwAydBgSS7yH56", "WvGg", "]]"]
    ),
    by_name!(
        "zulip-key", "ZULIP_KEY", ["zulip" | "Zulip" | "ZULIP"],
        (alnum 32), "Zulip, API keys",
        ["ZULIP_SEC", "RET=", "[[", "hdIbYeKW502bl3mf5GzWik", "YBZ3pPcyD8", "]]"]
    ),
    by_name!(
        "gitter-token", "GITTER_TOKEN", ["gitter" | "Gitter" | "GITTER"],
        (alnum 40), "Gitter, Authentication",
        ["GITTER_SEC", "RET=", "[[", "4ED5DVaJlUvNVI5Df5Xl2E", "X2tkWxxWedrpb636D1", "]]"]
    ),
    by_name!(
        "pusher-secret", "PUSHER_SECRET", ["pusher" | "Pusher" | "PUSHER"],
        (hex 20), "Pusher Channels, App keys",
        ["PUSHER_SEC", "RET=", "[[", "4f82b66600a229258490", "]]"]
    ),
    by_name!(
        "ably-key", "ABLY_KEY", ["ably_" | "ABLY_" | "ablyK" | "ablyApi"],
        (form "[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{6}:[A-Za-z0-9_-]{43}"), "Ably, API keys",
        ["ABLY_SEC", "RET=", "[[", "IJaRAw.EDoAGW:OBzkVjpY", "cQdI93q7DxJITs3Vffvus6",
         "yBCrm6AAhVSwx", "]]"]
    ),
    by_name!(
        "pushbullet-token", "PUSHBULLET_TOKEN", ["pushbullet" | "Pushbullet" | "PUSHBULLET"],
        (form "(?:o\\.)?[A-Za-z0-9]{32,34}"), "Pushbullet, API authentication",
        ["PUSHBULLET_SEC", "RET=", "[[", "JFOU9TmMdnFnNiB7zkteAD", "tQ8vXe6rGv", "]]"]
    ),
    by_name!(
        "pushover-token", "PUSHOVER_TOKEN", ["pushover" | "Pushover" | "PUSHOVER"],
        (alnum 30), "Pushover, Message API",
        ["PUSHOVER_SEC", "RET=", "[[", "WtHfrJcpxpW46naDN4pCwx", "xTN3QzNc", "]]"]
    ),
    by_name!(
        "customerio-key", "CUSTOMERIO_KEY",
        ["customerio" | "CustomerIO" | "CUSTOMERIO" | "customer_io" | "CUSTOMER_IO"],
        (alnum "20,32"), "Customer.io, Account credentials",
        ["CUSTOMERIO_SEC", "RET=", "[[", "oCTMansgmIwnsfH5vTSe", "]]"]
    ),
    by_name!(
        "paypal-secret", "PAYPAL_SECRET", ["paypal" | "PayPal" | "Paypal" | "PAYPAL"],
        (form "E[A-Za-z0-9_-]{79}"), "PayPal, REST API credentials",
        ["PAYPAL_SEC", "RET=", "[[", "EWzgRw1oYddbqx97pJQ9OS", "QdLzRHNo1px8Dwj0P9WW7G",
         "VqASRJX4Aij2xbTrMlXZ33", "Kz2w8KAbNsk4dP", "]]"]
    ),
    by_name!(
        "braintree-key", "BRAINTREE_KEY", ["braintree" | "Braintree" | "BRAINTREE"],
        (hex 32), "Braintree, API credentials",
        ["BRAINTREE_SEC", "RET=", "[[", "b2ae5d8aa54bbd3056b592", "59857e640c", "]]"]
    ),
    by_name!(
        "plaid-secret", "PLAID_SECRET", ["plaid" | "Plaid" | "PLAID"],
        (hex 30), "Plaid, API keys",
        ["PLAID_SEC", "RET=", "[[", "49b4257ca927506bccbf9e", "bf3790b7", "]]"]
    ),
    by_name!(
        "coinbase-secret", "COINBASE_SECRET", ["coinbase" | "Coinbase" | "COINBASE"],
        (form "[A-Za-z0-9_-]{64}|[A-Za-z0-9+/]{86}=="), "Coinbase, API key authentication",
        ["COINBASE_SEC", "RET=", "[[", "zyg2IEGViyuq99En211zpT", "MzP6Wrso4kc6sTBw1Y8Q4h",
         "wZAVYFwVI36wzRTI5UQK", "]]"]
    ),
    by_name!(
        "razorpay-secret", "RAZORPAY_SECRET", ["razorpay" | "Razorpay" | "RAZORPAY"],
        (alnum 24), "Razorpay, API keys",
        ["RAZORPAY_SEC", "RET=", "[[", "8Qwh1VXs1uG4Q1sdqyghRR", "Yf", "]]"]
    ),
    by_name!(
        "mollie-key", "MOLLIE_KEY", ["mollie" | "Mollie" | "MOLLIE"],
        (form "(?:live|test)_[A-Za-z0-9]{30,}"), "Mollie, API authentication",
        ["MOLLIE_SEC", "RET=", "[[", "live_poGgtiqQlPwVevjPu", "6ChHcZFhls33J", "]]"]
    ),
    by_name!(
        "gocardless-token", "GOCARDLESS_TOKEN", ["gocardless" | "GoCardless" | "GOCARDLESS"],
        (form "(?:live|sandbox)_[A-Za-z0-9_-]{40}"), "GoCardless, Access tokens",
        ["GOCARDLESS_SEC", "RET=", "[[", "live_FfxMrGVVkjhx8XrfN", "xq9A83KQbKDcGujDBM9KmI", "Y", "]]"]
    ),
    by_name!(
        "chargebee-key", "CHARGEBEE_KEY", ["chargebee" | "Chargebee" | "CHARGEBEE"],
        (form "(?:live|test)_[A-Za-z0-9]{30,}"), "Chargebee, API keys",
        ["CHARGEBEE_SEC", "RET=", "[[", "live_CvrxE8D5yKuBZ93dC", "MuKL0b1IhLq8j", "]]"]
    ),
    by_name!(
        "recurly-key", "RECURLY_KEY", ["recurly" | "Recurly" | "RECURLY"],
        (hex 32), "Recurly, API keys",
        ["RECURLY_SEC", "RET=", "[[", "05e4882c1fa6d4b7583c52", "e1d5e7becd", "]]"]
    ),
    by_name!(
        "lob-named-key", "LOB_KEY", ["lob_" | "LOB_" | "lobApi" | "lobK" | "lobS" | "lobT"],
        (form "(?:live|test)_(?:pub_)?[a-f0-9]{31,35}|[A-Za-z0-9]{40}"), "Lob, API keys",
        ["LOB_SEC", "RET=", "[[", "live_879e1498cbf293602", "0333ac5f8ed35a", "]]"]
    ),
    by_name!(
        "etsy-key", "ETSY_KEY", ["etsy" | "Etsy" | "ETSY"],
        (alnum 24), "Etsy Open API, Authentication",
        ["ETSY_SEC", "RET=", "[[", "3pl8ABIAbT1VHXS7LLMLD2", "pO", "]]"]
    ),
    by_name!(
        "finicity-secret", "FINICITY_SECRET", ["finicity" | "Finicity" | "FINICITY"],
        (form "[a-f0-9]{32}|[A-Za-z0-9]{20}"), "Mastercard Open Finance, Authentication",
        ["FINICITY_SEC", "RET=", "[[", "2d83ce77ce6cd30c71ac19", "8b083c6b16", "]]"]
    ),
    by_name!(
        "squarespace-token",
        "SQUARESPACE_TOKEN",
        ["squarespace" | "Squarespace" | "SQUARESPACE"],
        (uuid),
        "Squarespace, Commerce API keys",
        ["SQUARESPACE_SEC", "RET=", "[[", "5a1e2592-222a-4bab-a08", "5-dd0c5f27d4b5", "]]"]
    ),
    by_name!(
        "bigcommerce-token", "BIGCOMMERCE_TOKEN", ["bigcommerce" | "BigCommerce" | "BIGCOMMERCE"],
        (alnum 31), "BigCommerce, API accounts",
        ["BIGCOMMERCE_SEC", "RET=", "[[", "FXwpp1ECXu9EKjuDuCaO2h", "wfCtlsbl5", "]]"]
    ),
    by_name!(
        "binance-secret", "BINANCE_SECRET", ["binance" | "Binance" | "BINANCE"],
        (alnum 64), "Binance, API keys",
        ["BINANCE_SEC", "RET=", "[[", "BCHaYUWSaWl6JMhTTns0LF", "Jcf17K00v5fYIciS4WeYcO",
         "SgLl0mYYaIgezEL7L4Df", "]]"]
    ),
    by_name!(
        "kraken-key", "KRAKEN_KEY", ["kraken" | "Kraken" | "KRAKEN"],
        (form "[A-Za-z0-9/_+-]{78,88}={0,2}"), "Kraken, API keys",
        ["KRAKEN_SEC", "RET=", "[[", "XABrOkpYQGgsxxEy8gxgpL", "naJ0wJD81in9iHJrFO3jRm",
         "81t83Jh6wFHUMaBBEKSDJe", "76FMn6I8roOwUY", "]]"]
    ),
    by_name!(
        "kucoin-secret",
        "KUCOIN_SECRET",
        ["kucoin" | "KuCoin" | "KUCOIN"],
        (uuid),
        "KuCoin, API authentication",
        ["KUCOIN_SEC", "RET=", "[[", "cbd0d7b3-56e5-4d3f-a21", "0-a8588f2731c8", "]]"]
    ),
    by_name!(
        "bitfinex-secret", "BITFINEX_SECRET",
        ["bitfinex" | "Bitfinex" | "BITFINEX" | "bittrex" | "Bittrex" | "BITTREX"],
        (alnum "32,43"), "Bitfinex and Bittrex, API keys",
        ["BITFINEX_SEC", "RET=", "[[", "WyDN3iCbY6fkJqHoKP9c8f", "YNHbow8anz", "]]"]
    ),
    by_name!(
        "atlassian-named-token", "ATLASSIAN_TOKEN",
        ["atlassian" | "Atlassian" | "ATLASSIAN" | "jira" | "Jira" | "JIRA" | "confluence" |
         "Confluence" | "CONFLUENCE"],
        (alnum 24), "Atlassian, Manage API tokens",
        ["ATLASSIAN_SEC", "RET=", "[[", "TzeKV3zqu8OQqfKHhqI1Hl", "iJ", "]]"]
    ),
    by_name!(
        "linear-secret", "LINEAR_SECRET", ["linear_" | "LINEAR_" | "linearT" | "linearApi" | "linearC"],
        (hex 32), "Linear, OAuth 2.0 authentication",
        ["LINEAR_SEC", "RET=", "[[", "24be1a17b357959aad9b3c", "d64b9449ff", "]]"]
    ),
    by_name!(
        "asana-named-secret", "ASANA_TOKEN", ["asana" | "Asana" | "ASANA"],
        (alnum 32), "Asana, OAuth",
        ["ASANA_SEC", "RET=", "[[", "U3xUwBjfbeCXaT4SpsRN3k", "gsSYmPibM3", "]]"]
    ),
    by_name!(
        "airtable-named-key", "AIRTABLE_TOKEN", ["airtable" | "Airtable" | "AirTable" | "AIRTABLE"],
        (form "key[A-Za-z0-9]{14}|[A-Za-z0-9]{17}"), "Airtable, API keys of earlier accounts",
        ["AIRTABLE_SEC", "RET=", "[[", "keyD5LWfsXGZfzDJH", "]]"]
    ),
    by_name!(
        "dropbox-secret", "DROPBOX_TOKEN", ["dropbox" | "Dropbox" | "DropBox" | "DROPBOX"],
        (form "[a-z0-9]{15}|[A-Za-z0-9]{11}A{10}[A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{64}"),
        "Dropbox, OAuth guide",
        ["DROPBOX_SEC", "RET=", "[[", "9upbd0crl8bvxpr", "]]"]
    ),
    by_name!(
        "box-secret", "BOX_SECRET", ["box_" | "BOX_" | "boxT" | "boxS" | "boxC"],
        (alnum 32), "Box, OAuth 2.0 and developer tokens",
        ["BOX_SEC", "RET=", "[[", "BccmLEjqooEBUkg7rVCeWh", "BnQqId9la8", "]]"]
    ),
    by_name!(
        "hubspot-named-key",
        "HUBSPOT_TOKEN",
        ["hubspot" | "HubSpot" | "Hubspot" | "HUBSPOT"],
        (uuid),
        "HubSpot, API keys of earlier accounts",
        ["HUBSPOT_SEC", "RET=", "[[", "79924795-ae05-477d-a0b", "1-13d762cc6c1e", "]]"]
    ),
    by_name!(
        "contentful-named-token", "CONTENTFUL_TOKEN", ["contentful" | "Contentful" | "CONTENTFUL"],
        (url 43), "Contentful, Content delivery API",
        ["CONTENTFUL_SEC", "RET=", "[[", "j4HxnKMyUFmfWaXw7PiZHA", "njdUvssWsG4wXySoKERei", "]]"]
    ),
    by_name!(
        "twitter-secret", "TWITTER_SECRET", ["twitter" | "Twitter" | "TWITTER"],
        (form "[0-9]{10,25}-[A-Za-z0-9]{20,40}|[A-Za-z0-9]{25}|[A-Za-z0-9]{45}|[A-Za-z0-9]{50}"),
        "X developer platform, OAuth 1.0a",
        ["TWITTER_SEC", "RET=", "[[", "0732184041-y0bzMCQLd7E", "Py8zTwpqr", "]]"]
    ),
    by_name!(
        "facebook-secret", "FACEBOOK_SECRET",
        ["facebook" | "Facebook" | "FACEBOOK" | "fb_app" | "FB_APP" | "fbApp"],
        (form "[a-f0-9]{32}|[0-9]{13,18}\\|[A-Za-z0-9_-]{27}"), "Meta for Developers, App secret",
        ["FACEBOOK_SEC", "RET=", "[[", "61b403f710b4209145329f", "a1196ae1a7", "]]"]
    ),
    by_name!(
        "linkedin-named-secret", "LINKEDIN_SECRET", ["linkedin" | "LinkedIn" | "Linkedin" | "LINKEDIN"],
        (alnum "14,16"), "LinkedIn, Client secret of an application",
        ["LINKEDIN_SEC", "RET=", "[[", "d2ggaPMkAhH2WX", "]]"]
    ),
    by_name!(
        "reddit-secret", "REDDIT_SECRET", ["reddit" | "Reddit" | "REDDIT"],
        (url "27,30"), "Reddit, OAuth2",
        ["REDDIT_SEC", "RET=", "[[", "YBt7mo5sIu73XUMtzN0cht", "cn7XT", "]]"]
    ),
    by_name!(
        "spotify-secret", "SPOTIFY_SECRET", ["spotify" | "Spotify" | "SPOTIFY"],
        (hex 32), "Spotify for Developers, Apps",
        ["SPOTIFY_SEC", "RET=", "[[", "c0f1268b82fc518cff7e6f", "aeaa4b1098", "]]"]
    ),
    by_name!(
        "twitch-secret", "TWITCH_SECRET", ["twitch" | "Twitch" | "TWITCH"],
        (alnum 30), "Twitch, Registering your app",
        ["TWITCH_SEC", "RET=", "[[", "mfmY3yQ0ktgkyId5Ts5Tlm", "s03gb3d8", "]]"]
    ),
    by_name!(
        "flickr-secret", "FLICKR_SECRET", ["flickr" | "Flickr" | "FLICKR"],
        (form "[a-f0-9]{16}|[a-z0-9]{32}"), "Flickr, API keys",
        ["FLICKR_SEC", "RET=", "[[", "869c911a670bd0be", "]]"]
    ),
    by_name!(
        "zoom-secret", "ZOOM_SECRET", ["zoom_" | "ZOOM_" | "zoomApi" | "zoomC" | "zoomS"],
        (alnum 32), "Zoom, Create an OAuth app",
        ["ZOOM_SEC", "RET=", "[[", "GZFQQ44eLe6oBcqSzHHdfp", "jxStYLRU9l", "]]"]
    ),
    by_name!(
        "trello-key", "TRELLO_KEY", ["trello" | "Trello" | "TRELLO"],
        (hex "32,64"), "Atlassian Trello, Authorization",
        ["TRELLO_SEC", "RET=", "[[", "984d88a75b5b687a1b6f36", "8c0ef259d0", "]]"]
    ),
    by_name!(
        "todoist-token", "TODOIST_TOKEN", ["todoist" | "Todoist" | "TODOIST"],
        (hex 40), "Todoist, REST API",
        ["TODOIST_SEC", "RET=", "[[", "cc1b428fce224e1bea9e40", "4e8e98a8dd0035f556", "]]"]
    ),
    by_name!(
        "shortcut-token",
        "SHORTCUT_TOKEN",
        ["shortcut_" | "SHORTCUT_" | "clubhouse" | "CLUBHOUSE"],
        (uuid),
        "Shortcut, API tokens",
        ["SHORTCUT_SEC", "RET=", "[[", "bbf3293e-2612-4635-aeb", "c-3b3f8225d704", "]]"]
    ),
    by_name!(
        "coda-token",
        "CODA_TOKEN",
        ["coda_" | "CODA_" | "codaT" | "codat" | "codaA"],
        (uuid),
        "Coda, API authentication",
        ["CODA_SEC", "RET=", "[[", "a879ea24-50f3-42a4-ad0", "6-4a9c7dd413e9", "]]"]
    ),
    by_name!(
        "toggl-token", "TOGGL_TOKEN", ["toggl" | "Toggl" | "TOGGL"],
        (alnum 32), "Toggl Track, Authentication",
        ["TOGGL_SEC", "RET=", "[[", "72VDo3EOCQ0T630JX4KGFd", "WJpYuqylwi", "]]"]
    ),
    by_name!(
        "clockify-key", "CLOCKIFY_KEY", ["clockify" | "Clockify" | "CLOCKIFY"],
        (alnum 48), "Clockify, API authentication",
        ["CLOCKIFY_SEC", "RET=", "[[", "uAVDeUEZ7BVWNPfERpq70l", "UhOY8GpX6IgkDN9Qy8Z8lT", "GraC", "]]"]
    ),
    by_name!(
        "pipedrive-token", "PIPEDRIVE_TOKEN", ["pipedrive" | "Pipedrive" | "PIPEDRIVE"],
        (hex 40), "Pipedrive, API authentication",
        ["PIPEDRIVE_SEC", "RET=", "[[", "45ef1b160d4af4acac1b47", "6953ea9d2986c86cae", "]]"]
    ),
    by_name!(
        "smartsheet-token", "SMARTSHEET_TOKEN", ["smartsheet" | "Smartsheet" | "SMARTSHEET"],
        (alnum "26,37"), "Smartsheet, API access tokens",
        ["SMARTSHEET_SEC", "RET=", "[[", "WJ4bMEIxETBXtW7WATJwBN", "AB9i", "]]"]
    ),
    by_name!(
        "webflow-token", "WEBFLOW_TOKEN", ["webflow" | "Webflow" | "WEBFLOW"],
        (hex 64), "Webflow, Site tokens",
        ["WEBFLOW_SEC", "RET=", "[[", "395e229bf4a833cbfad822", "d2ea7074893d2c4edf897b",
         "7cc4a32a2e2f80f575dd", "]]"]
    ),
    by_name!(
        "storyblok-token", "STORYBLOK_TOKEN", ["storyblok" | "Storyblok" | "STORYBLOK"],
        (form "[A-Za-z0-9]{22}tt"), "Storyblok, Access tokens",
        ["STORYBLOK_SEC", "RET=", "[[", "BkADgwkO3D7kyfyBS687Gq", "tt", "]]"]
    ),
    by_name!(
        "crowdin-token", "CROWDIN_TOKEN", ["crowdin" | "Crowdin" | "CROWDIN"],
        (alnum 80), "Crowdin, Personal access tokens",
        ["CROWDIN_SEC", "RET=", "[[", "cG8ZspO4NEypRHVJYnqirh", "931u9tYhW1Xef2NK0l6BYQ",
         "xFnw1wrF9QaKCQmkHnVb6B", "7B8o8PtUrDN59f", "]]"]
    ),
    by_name!(
        "pandadoc-key", "PANDADOC_KEY", ["pandadoc" | "PandaDoc" | "PANDADOC"],
        (alnum 40), "PandaDoc, API keys",
        ["PANDADOC_SEC", "RET=", "[[", "2VffU0LR5Ahku4Y3ZzEIfZ", "k3l6tUrtXNmk1yneOv", "]]"]
    ),
    by_name!(
        "apollo-key", "APOLLO_KEY", ["apollo" | "Apollo" | "APOLLO"],
        (alnum 22), "Apollo, API keys",
        ["APOLLO_SEC", "RET=", "[[", "zC19FhMWXsKZ45Mv6LtF57", "]]"]
    ),
    by_name!(
        "close-key", "CLOSE_KEY",
        ["closecrm" | "CLOSECRM" | "closeio" | "CLOSEIO" | "close_api" | "CLOSE_API"],
        (form "api_[A-Za-z0-9.]{40,}"), "Close, API keys",
        ["CLOSECRM_SEC", "RET=", "[[", "api_gekj41JtDGmds3iOpz", "i7wiWq0nYnxHvm8iuw8pK4", "]]"]
    ),
    by_name!(
        "bitly-token", "BITLY_TOKEN", ["bitly" | "Bitly" | "BITLY"],
        (alnum 40), "Bitly, Authentication",
        ["BITLY_SEC", "RET=", "[[", "pLFo0mhpFcg89DfRalmTif", "J7b0ZCe0MNhsZf3pmO", "]]"]
    ),
    by_name!(
        "rebrandly-key", "REBRANDLY_KEY", ["rebrandly" | "Rebrandly" | "REBRANDLY"],
        (alnum 32), "Rebrandly, API keys",
        ["REBRANDLY_SEC", "RET=", "[[", "HaML6ipCwik2W1RYLAd8om", "DIpnmY4Kz9", "]]"]
    ),
    by_name!(
        "nytimes-key", "NYTIMES_KEY", ["nytimes" | "NYTimes" | "NYTIMES"],
        (alnum 32), "New York Times, Developer network",
        ["NYTIMES_SEC", "RET=", "[[", "I5JjFjYbGjRecFRMo5Lkyc", "jxpgfPt5Cd", "]]"]
    ),
];
