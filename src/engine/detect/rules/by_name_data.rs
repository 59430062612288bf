//! Owns the rules for values without a form of their own, told by the name before them: security,
//! finance and other data. Data only.

use super::by_name::{behind, by_name};
use crate::engine::detect::rule::Rule;

/// The family.
pub(super) const RULES: &[Rule] = &[
    by_name!(
        "shodan-key", "SHODAN_KEY", ["shodan" | "Shodan" | "SHODAN"],
        (alnum 32), "Shodan, API requirements",
        ["SHODAN_SEC", "RET=", "[[", "kba9aS6l8fhjgZlA2IiZQY", "zLo8t5fiCw", "]]"]
    ),
    by_name!(
        "virustotal-key", "VIRUSTOTAL_KEY",
        ["virustotal" | "VirusTotal" | "VIRUSTOTAL" | "vt_api" | "VT_API"],
        (hex 64), "VirusTotal, API authentication",
        ["VIRUSTOTAL_SEC", "RET=", "[[", "2a461c511f4fda327cce71", "f8dd2736c2f4fcc745f599",
         "1853c01063561ea870c1", "]]"]
    ),
    by_name!(
        "urlscan-key",
        "URLSCAN_KEY",
        ["urlscan" | "Urlscan" | "URLSCAN"],
        (uuid),
        "urlscan.io, API keys",
        ["URLSCAN_SEC", "RET=", "[[", "99c437e5-24ff-450d-aa0", "a-9c74f7971ce2", "]]"]
    ),
    by_name!(
        "abuseipdb-key", "ABUSEIPDB_KEY", ["abuseipdb" | "AbuseIPDB" | "ABUSEIPDB"],
        (hex 80), "AbuseIPDB, API",
        ["ABUSEIPDB_SEC", "RET=", "[[", "b974c1dd5bf37e3afb0fb4", "0d1095dee31774f83a570e",
         "a3c2ed26843a6fef942fdb", "51738e336f3d58", "]]"]
    ),
    by_name!(
        "hibp-key", "HIBP_KEY", ["hibp" | "HIBP" | "haveibeenpwned" | "HAVEIBEENPWNED"],
        (hex 32), "Have I Been Pwned, API authorisation",
        ["HIBP_SEC", "RET=", "[[", "ab2b618e80fe915ce1d5f8", "6eda6e2231", "]]"]
    ),
    by_name!(
        "securitytrails-key", "SECURITYTRAILS_KEY",
        ["securitytrails" | "SecurityTrails" | "SECURITYTRAILS"],
        (alnum 32), "SecurityTrails, API authentication",
        ["SECURITYTRAILS_SEC", "RET=", "[[", "d0NErYqLQZ8iOZXigeoe1O", "9w5EWtR8B1", "]]"]
    ),
    by_name!(
        "crowdstrike-secret", "CROWDSTRIKE_SECRET",
        ["crowdstrike" | "CrowdStrike" | "CROWDSTRIKE" | "falcon_" | "FALCON_"],
        (alnum 40), "CrowdStrike Falcon, API clients",
        ["CROWDSTRIKE_SEC", "RET=", "[[", "blS36Ogm87Ck3wxc3GsIhX", "lX09ywpxdNbi5b3znZ", "]]"]
    ),
    by_name!(
        "meraki-key", "MERAKI_KEY", ["meraki" | "Meraki" | "MERAKI"],
        (hex 40), "Cisco Meraki, API authorization",
        ["MERAKI_SEC", "RET=", "[[", "cb7b56a2408d67adefd3ee", "c05c6c1fc86626b5e0", "]]"]
    ),
    by_name!(
        "etherscan-key", "ETHERSCAN_KEY",
        ["etherscan" | "Etherscan" | "ETHERSCAN" | "bscscan" | "BSCSCAN" | "polygonscan" |
         "POLYGONSCAN"],
        (form "[A-Z0-9]{34}"), "Etherscan, API keys",
        ["ETHERSCAN_SEC", "RET=", "[[", "SQD7D2DY8TYU5A0MUPTS2N", "K3GNZ5O524FB", "]]"]
    ),
    by_name!(
        "infura-secret", "INFURA_KEY", ["infura" | "Infura" | "INFURA"],
        (hex 32), "Infura, API keys",
        ["INFURA_SEC", "RET=", "[[", "acc05f1068e604cde85768", "0c3d938078", "]]"]
    ),
    by_name!(
        "alchemy-named-key", "ALCHEMY_KEY", ["alchemy" | "Alchemy" | "ALCHEMY"],
        (url 32), "Alchemy, API keys",
        ["ALCHEMY_SEC", "RET=", "[[", "kytfKx8AtS50Lf2qt2de6T", "x1iZsKIsFN", "]]"]
    ),
    by_name!(
        "coinmarketcap-key", "COINMARKETCAP_KEY",
        ["coinmarketcap" | "CoinMarketCap" | "COINMARKETCAP" | "cmc_pro" | "CMC_PRO" | "coinapi" |
         "CoinAPI" | "COINAPI"],
        (dashed "[A-Za-z0-9]{8}(?:-[A-Za-z0-9]{4}){3}-[A-Za-z0-9]{12}"),
        "CoinMarketCap and CoinAPI, Authentication",
        ["COINMARKETCAP_SEC", "RET=", "[[", "lXKvH6YU-Wofd-kHGe-RMu", "m-mIrz6RsoEuXe", "]]"]
    ),
    by_name!(
        "rapidapi-key", "RAPIDAPI_KEY", ["rapidapi" | "RapidAPI" | "RAPIDAPI"],
        (form "[A-Za-z0-9]{10}msh[A-Za-z0-9]{15}jsn[A-Za-z0-9]{12}|[A-Za-z0-9]{50}"), "RapidAPI, API keys",
        ["RAPIDAPI_SEC", "RET=", "[[", "jSgELHax1imshAwL34pA45", "brc9Y3jsnF0szSefwUx2s", "]]"]
    ),
    by_name!(
        "openweather-key", "OPENWEATHER_KEY",
        ["openweather" | "OpenWeather" | "OPENWEATHER" | "owm_api" | "OWM_API" | "weatherapi" |
         "WEATHERAPI" | "weatherbit" | "WEATHERBIT" | "Weatherbit"],
        (hex "30,32"), "OpenWeather, Weatherbit and WeatherAPI, API keys",
        ["OPENWEATHER_SEC", "RET=", "[[", "57fb6432c102fba602c05d", "4c5a8844", "]]"]
    ),
    by_name!(
        "ipinfo-token", "IPINFO_TOKEN", ["ipinfo" | "IPinfo" | "IPINFO"],
        (alnum 14), "IPinfo, Access tokens",
        ["IPINFO_SEC", "RET=", "[[", "ORU7KwPhgyvkj8", "]]"]
    ),
    by_name!(
        "apilayer-key", "APILAYER_KEY",
        ["ipstack" | "IPSTACK" | "apilayer" | "APILAYER" | "fixer_" | "FIXER_" | "fixer " |
         "mailboxlayer" | "MAILBOXLAYER" | "numverify" | "NUMVERIFY" | "vatlayer" | "VATLAYER" |
         "scrapestack" | "SCRAPESTACK" | "weatherstack" | "WEATHERSTACK" | "positionstack" |
         "POSITIONSTACK" | "screenshotlayer" | "SCREENSHOTLAYER" | "currencylayer" |
         "CURRENCYLAYER"],
        (alnum 32), "APILayer, API access keys",
        ["IPSTACK_SEC", "RET=", "[[", "a2RTMuh39cZxS9Tkqqd0wi", "DQ3lUfhxAi", "]]"]
    ),
    by_name!(
        "exchangerate-key", "EXCHANGERATE_KEY",
        ["exchangerate" | "ExchangeRate" | "EXCHANGERATE" | "exchange_rate" | "EXCHANGE_RATE"],
        (hex 24), "ExchangeRate-API, Authentication",
        ["EXCHANGERATE_SEC", "RET=", "[[", "d99f7cf687ee2cafad1d70", "28", "]]"]
    ),
    by_name!(
        "finnhub-token", "FINNHUB_TOKEN", ["finnhub" | "Finnhub" | "FINNHUB"],
        (alnum "20,40"), "Finnhub, Authentication",
        ["FINNHUB_SEC", "RET=", "[[", "DljCmaVJToA3tAeLcngZ", "]]"]
    ),
    by_name!(
        "polygon-key", "POLYGON_KEY",
        ["polygon_" | "POLYGON_" | "polygonio" | "POLYGONIO" | "polygon " | "polygonA"],
        (alnum 32), "Polygon.io, API keys",
        ["POLYGON_SEC", "RET=", "[[", "IeXFcuJkQ8iCDnhu1ftmKN", "R8dY3LEVQ7", "]]"]
    ),
    by_name!(
        "tiingo-token", "TIINGO_TOKEN", ["tiingo" | "Tiingo" | "TIINGO"],
        (alnum 40), "Tiingo, API authentication",
        ["TIINGO_SEC", "RET=", "[[", "cqMFqO8cge3FsilctWa6EY", "q2qfTWl7htnSgkRAeU", "]]"]
    ),
    by_name!(
        "alpha-vantage-key", "ALPHA_VANTAGE_KEY",
        ["alphavantage" | "AlphaVantage" | "ALPHAVANTAGE" | "alpha_vantage" | "ALPHA_VANTAGE"],
        (form "[A-Z0-9]{16}"), "Alpha Vantage, API keys",
        ["ALPHAVANTAGE_SEC", "RET=", "[[", "BNXL4Q73HSSVC9VF", "]]"]
    ),
    by_name!(
        "iex-cloud-token", "IEX_CLOUD_TOKEN", ["iexcloud" | "IEXCloud" | "IEXCLOUD" | "iex_" | "IEX_"],
        (form "T?[sp]k_[a-f0-9]{32}|[A-Za-z0-9]{35}"), "IEX Cloud, API tokens",
        ["IEXCLOUD_SEC", "RET=", "[[", "pk_0bd967931c0589f819d", "cb40712866fff", "]]"]
    ),
    by_name!(
        "newsapi-key", "NEWSAPI_KEY", ["newsapi" | "NewsAPI" | "NEWSAPI" | "news_api" | "NEWS_API"],
        (hex 32), "News API, Authentication",
        ["NEWSAPI_SEC", "RET=", "[[", "e1e93b399ace012055cb1e", "6ba0415e63", "]]"]
    ),
    by_name!(
        "graphhopper-key",
        "GRAPHHOPPER_KEY",
        ["graphhopper" | "GraphHopper" | "GRAPHHOPPER"],
        (uuid),
        "GraphHopper, API keys",
        ["GRAPHHOPPER_SEC", "RET=", "[[", "cb8c6a22-b3fc-41d8-a6e", "f-6b0728f3cd25", "]]"]
    ),
    by_name!(
        "tomtom-key", "TOMTOM_KEY", ["tomtom" | "TomTom" | "TOMTOM"],
        (alnum 32), "TomTom, API keys",
        ["TOMTOM_SEC", "RET=", "[[", "FNxF32OG76fOBuOvzJA1nh", "ligPhQc0yW", "]]"]
    ),
    by_name!(
        "hunter-key", "HUNTER_KEY", ["hunter_" | "HUNTER_" | "hunterio" | "HUNTERIO"],
        (alnum 40), "Hunter, API authentication",
        ["HUNTER_SEC", "RET=", "[[", "gYtc8QUZtJY1N84bj24kJo", "Pq8NBj0D16hlCzQyCo", "]]"]
    ),
    by_name!(
        "scraping-key", "SCRAPING_KEY",
        ["scrapfly" | "Scrapfly" | "SCRAPFLY" | "scraperapi" | "ScraperAPI" | "SCRAPERAPI" |
         "webscraping" | "WEBSCRAPING" | "zenscrape" | "ZENSCRAPE" | "scrapingant" | "SCRAPINGANT"],
        (form "[a-f0-9]{32}|[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}"),
        "Scrapfly, ScraperAPI and Zenscrape, API keys",
        ["SCRAPFLY_SEC", "RET=", "[[", "4da6097e07c3e738a96bb1", "c32884ce26", "]]"]
    ),
    by_name!(
        "scrapingbee-key", "SCRAPINGBEE_KEY", ["scrapingbee" | "ScrapingBee" | "SCRAPINGBEE"],
        (form "[A-Z0-9]{80}"), "ScrapingBee, API keys",
        ["SCRAPINGBEE_SEC", "RET=", "[[", "LBYT9XV3KI5X4FOSEIRAMM", "T8L1VSVJCSU2JWA6YLYAPP",
         "AFW76HLT471MJNAPLWM7PK", "NEVYVJGTX1HP2B", "]]"]
    ),
    by_name!(
        "gtmetrix-key", "GTMETRIX_KEY", ["gtmetrix" | "GTmetrix" | "GTMETRIX"],
        (hex 32), "GTmetrix, API authentication",
        ["GTMETRIX_SEC", "RET=", "[[", "e482a682ffe2f4eaeb2a2b", "6ad72917a1", "]]"]
    ),
    by_name!(
        "privateai-key", "PRIVATEAI_KEY",
        ["privateai" | "PrivateAI" | "PRIVATEAI" | "private_ai" | "PRIVATE_AI"],
        (form "[a-z0-9]{32}"), "Private AI, API keys",
        ["PRIVATEAI_SEC", "RET=", "[[", "mdsy6uot7e6bqju1ptsi9q", "zelcc7tygh", "]]"]
    ),
    by_name!(
        "lokalise-token", "LOKALISE_TOKEN", ["lokalise" | "Lokalise" | "LOKALISE"],
        (alnum 40), "Lokalise, API tokens",
        ["LOKALISE_SEC", "RET=", "[[", "RNHCWozuZne1jTWTEyP2w1", "xDlEou6nH2AtbmHwsu", "]]"]
    ),
    by_name!(
        "mapquest-key", "MAPQUEST_KEY", ["mapquest" | "MapQuest" | "MAPQUEST"],
        (alnum 32), "MapQuest, API keys",
        ["MAPQUEST_SEC", "RET=", "[[", "hdilVDvodLP5GpYfuXThOu", "YqK5JzADpS", "]]"]
    ),
    by_name!(
        "giphy-key", "GIPHY_KEY", ["giphy" | "Giphy" | "GIPHY"],
        (alnum 32), "GIPHY, API keys",
        ["GIPHY_SEC", "RET=", "[[", "dXRFu3ZMLdbTfTkOYq52Ic", "O32PUOtAlI", "]]"]
    ),
    by_name!(
        "unsplash-key", "UNSPLASH_KEY", ["unsplash" | "Unsplash" | "UNSPLASH"],
        (url 43), "Unsplash, API authorization",
        ["UNSPLASH_SEC", "RET=", "[[", "zIv4mR672cdbIX5oT3wlw3", "fnZkgu45OWDwqmK3xmziK", "]]"]
    ),
    by_name!(
        "pexels-key", "PEXELS_KEY", ["pexels" | "Pexels" | "PEXELS"],
        (alnum 56), "Pexels, API authorization",
        ["PEXELS_SEC", "RET=", "[[", "V5MwMIKfqNPqkqR8gltI34", "HKomr2F171lJA3iI6rAb5x",
         "3kTDZmJxuzvX", "]]"]
    ),
    by_name!(
        "tmdb-key", "TMDB_KEY", ["tmdb" | "TMDB" | "themoviedb" | "THEMOVIEDB"],
        (hex 32), "The Movie Database, API keys",
        ["TMDB_SEC", "RET=", "[[", "48e124bdabd7c20e50761a", "585078b89a", "]]"]
    ),
    by_name!(
        "wolfram-key", "WOLFRAM_KEY", ["wolfram" | "Wolfram" | "WOLFRAM"],
        (form "[A-Z0-9]{6}-[A-Z0-9]{10}"), "Wolfram Alpha, AppIDs",
        ["WOLFRAM_SEC", "RET=", "[[", "UOR5I7-TTVDRDO7I3", "]]"]
    ),
    by_name!(
        "pdfshift-key", "PDFSHIFT_KEY", ["pdfshift" | "PDFShift" | "PDFSHIFT"],
        (form "(?:sk_)?[a-f0-9]{32,40}"), "PDFShift, API authentication",
        ["PDFSHIFT_SEC", "RET=", "[[", "8c57b003991b3e7240a025", "26bca03113", "]]"]
    ),
    by_name!(
        "clearbit-key", "CLEARBIT_KEY", ["clearbit" | "Clearbit" | "CLEARBIT"],
        (form "sk_[a-f0-9]{32}"), "Clearbit, API authentication",
        ["CLEARBIT_SEC", "RET=", "[[", "sk_1e482945992519e6ffe", "e582d2f7577c7", "]]"]
    ),
];
