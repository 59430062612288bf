//! Owns the rules for values without a form of their own, told by the name before them: security, finance and other data. Data only.

use super::by_name::{behind, by_name};
use crate::engine::detect::rule::Rule;

/// The family.
pub(super) const RULES: &[Rule] = &[
    by_name!(
        "shodan-key", "SHODAN_KEY", ["shodan" | "Shodan" | "SHODAN"],
        (alnum 32), "Shodan, API requirements",
        ["SHODAN_SEC", "RET=", "[[", "DeUEZ7BVWNPfERpq70lUhO", "Y8GpX6IgkD", "]]"]
    ),
    by_name!(
        "virustotal-key", "VIRUSTOTAL_KEY", ["virustotal" | "VirusTotal" | "VIRUSTOTAL" | "vt_api" | "VT_API"],
        (hex 64), "VirusTotal, API authentication",
        ["VIRUSTOTAL_SEC", "RET=", "[[", "0263d7b45ef1b160d4af4a", "cac1b476953ea9d2986c86", "cae5e70cec3a555a3ea0", "]]"]
    ),
    by_name!(
        "urlscan-key",
        "URLSCAN_KEY",
        ["urlscan" | "Urlscan" | "URLSCAN"],
        (uuid),
        "urlscan.io, API keys",
        ["URLSCAN_SEC", "RET=", "[[", "aa395e22-9bf4-4a83-a3c", "b-fad822d2ea70", "]]"]
    ),
    by_name!(
        "abuseipdb-key", "ABUSEIPDB_KEY", ["abuseipdb" | "AbuseIPDB" | "ABUSEIPDB"],
        (hex 80), "AbuseIPDB, API",
        ["ABUSEIPDB_SEC", "RET=", "[[", "74893d2c4edf897b7cc4a3", "2a2e2f80f575ddaab1b9a3", "d8d610c2d4e6655990fa62", "cc27fb2d47aa14", "]]"]
    ),
    by_name!(
        "hibp-key", "HIBP_KEY", ["hibp" | "HIBP" | "haveibeenpwned" | "HAVEIBEENPWNED"],
        (hex 32), "Have I Been Pwned, API authorisation",
        ["HIBP_SEC", "RET=", "[[", "b094994f2a66ce9645091b", "c055f60fc9", "]]"]
    ),
    by_name!(
        "securitytrails-key", "SECURITYTRAILS_KEY", ["securitytrails" | "SecurityTrails" | "SECURITYTRAILS"],
        (alnum 32), "SecurityTrails, API authentication",
        ["SECURITYTRAILS_SEC", "RET=", "[[", "kj41JtDGmds3iOpzi7wiWq", "0nYnxHvm8i", "]]"]
    ),
    by_name!(
        "crowdstrike-secret", "CROWDSTRIKE_SECRET", ["crowdstrike" | "CrowdStrike" | "CROWDSTRIKE" | "falcon_" | "FALCON_"],
        (alnum 40), "CrowdStrike Falcon, API clients",
        ["CROWDSTRIKE_SEC", "RET=", "[[", "uw8pK4pLFo0mhpFcg89DfR", "almTifJ7b0ZCe0MNhs", "]]"]
    ),
    by_name!(
        "meraki-key", "MERAKI_KEY", ["meraki" | "Meraki" | "MERAKI"],
        (hex 40), "Cisco Meraki, API authorization",
        ["MERAKI_SEC", "RET=", "[[", "691d70fb526fa8be6feec6", "7d298c20f891b87773", "]]"]
    ),
    by_name!(
        "etherscan-key", "ETHERSCAN_KEY", ["etherscan" | "Etherscan" | "ETHERSCAN" | "bscscan" | "BSCSCAN" | "polygonscan" | "POLYGONSCAN"],
        (form "[A-Z0-9]{34}"), "Etherscan, API keys",
        ["ETHERSCAN_SEC", "RET=", "[[", "5796ZAI8ZQYL58CR6AVZOE", "XOOLVLGASQ1F", "]]"]
    ),
    by_name!(
        "infura-secret", "INFURA_KEY", ["infura" | "Infura" | "INFURA"],
        (hex 32), "Infura, API keys",
        ["INFURA_SEC", "RET=", "[[", "ce71f8dd2736c2f4fcc745", "f5991853c0", "]]"]
    ),
    by_name!(
        "alchemy-named-key", "ALCHEMY_KEY", ["alchemy" | "Alchemy" | "ALCHEMY"],
        (url 32), "Alchemy, API keys",
        ["ALCHEMY_SEC", "RET=", "[[", "PNZThnWwtYPy5IAda7y7NF", "O8reszeEzs", "]]"]
    ),
    by_name!(
        "coinmarketcap-key", "COINMARKETCAP_KEY", ["coinmarketcap" | "CoinMarketCap" | "COINMARKETCAP" | "cmc_pro" | "CMC_PRO" | "coinapi" | "CoinAPI" | "COINAPI"],
        (dashed "[A-Za-z0-9]{8}(?:-[A-Za-z0-9]{4}){3}-[A-Za-z0-9]{12}"), "CoinMarketCap and CoinAPI, Authentication",
        ["COINMARKETCAP_SEC", "RET=", "[[", "USlllbyJ-WR0U-yLKx-tgW", "M-GBnNrBwskeF1", "]]"]
    ),
    by_name!(
        "rapidapi-key", "RAPIDAPI_KEY", ["rapidapi" | "RapidAPI" | "RAPIDAPI"],
        (form "[A-Za-z0-9]{10}msh[A-Za-z0-9]{15}jsn[A-Za-z0-9]{12}|[A-Za-z0-9]{50}"), "RapidAPI, API keys",
        ["RAPIDAPI_SEC", "RET=", "[[", "6bVKiaieptmshbPEJRCegn", "bUnEoljsnPGGsiXl4p5Dn", "]]"]
    ),
    by_name!(
        "openweather-key", "OPENWEATHER_KEY", ["openweather" | "OpenWeather" | "OPENWEATHER" | "owm_api" | "OWM_API" | "weatherapi" | "WEATHERAPI" | "weatherbit" | "WEATHERBIT" | "Weatherbit"],
        (hex "30,32"), "OpenWeather, Weatherbit and WeatherAPI, API keys",
        ["OPENWEATHER_SEC", "RET=", "[[", "f37e3afb0fb40d1095dee3", "1774f83a", "]]"]
    ),
    by_name!(
        "ipinfo-token", "IPINFO_TOKEN", ["ipinfo" | "IPinfo" | "IPINFO"],
        (alnum 14), "IPinfo, Access tokens",
        ["IPINFO_SEC", "RET=", "[[", "jWqb2Mo1lI3BTF", "]]"]
    ),
    by_name!(
        "apilayer-key", "APILAYER_KEY", ["ipstack" | "IPSTACK" | "apilayer" | "APILAYER" | "fixer_" | "FIXER_" | "fixer " | "mailboxlayer" | "MAILBOXLAYER" | "numverify" | "NUMVERIFY" | "vatlayer" | "VATLAYER" | "scrapestack" | "SCRAPESTACK" | "weatherstack" | "WEATHERSTACK" | "positionstack" | "POSITIONSTACK" | "screenshotlayer" | "SCREENSHOTLAYER" | "currencylayer" | "CURRENCYLAYER"],
        (alnum 32), "APILayer, API access keys",
        ["IPSTACK_SEC", "RET=", "[[", "sQJH5tQ19ZyihcVts25pSB", "YLI0Kf6uVR", "]]"]
    ),
    by_name!(
        "exchangerate-key", "EXCHANGERATE_KEY", ["exchangerate" | "ExchangeRate" | "EXCHANGERATE" | "exchange_rate" | "EXCHANGE_RATE"],
        (hex 24), "ExchangeRate-API, Authentication",
        ["EXCHANGERATE_SEC", "RET=", "[[", "fdb51738e336f3d58ab2b6", "18", "]]"]
    ),
    by_name!(
        "finnhub-token", "FINNHUB_TOKEN", ["finnhub" | "Finnhub" | "FINNHUB"],
        (alnum "20,40"), "Finnhub, Authentication",
        ["FINNHUB_SEC", "RET=", "[[", "xJdMLgIhzeuOXjE8IOou", "]]"]
    ),
    by_name!(
        "polygon-key", "POLYGON_KEY", ["polygon_" | "POLYGON_" | "polygonio" | "POLYGONIO" | "polygon " | "polygonA"],
        (alnum 32), "Polygon.io, API keys",
        ["POLYGON_SEC", "RET=", "[[", "GWwus3KijcsYhIGBluZ77J", "RuigR0TPd0", "]]"]
    ),
    by_name!(
        "tiingo-token", "TIINGO_TOKEN", ["tiingo" | "Tiingo" | "TIINGO"],
        (alnum 40), "Tiingo, API authentication",
        ["TIINGO_SEC", "RET=", "[[", "NErYqLQZ8iOZXigeoe1O9w", "5EWtR8B1blS36Ogm87", "]]"]
    ),
    by_name!(
        "alpha-vantage-key", "ALPHA_VANTAGE_KEY", ["alphavantage" | "AlphaVantage" | "ALPHAVANTAGE" | "alpha_vantage" | "ALPHA_VANTAGE"],
        (form "[A-Z0-9]{16}"), "Alpha Vantage, API keys",
        ["ALPHAVANTAGE_SEC", "RET=", "[[", "C2GI7XX3N181ZEC1", "]]"]
    ),
    by_name!(
        "iex-cloud-token", "IEX_CLOUD_TOKEN", ["iexcloud" | "IEXCloud" | "IEXCLOUD" | "iex_" | "IEX_"],
        (form "T?[sp]k_[a-f0-9]{32}|[A-Za-z0-9]{35}"), "IEX Cloud, API tokens",
        ["IEXCLOUD_SEC", "RET=", "[[", "sk_56a2408d67adefd3eec", "05c6c1fc86626", "]]"]
    ),
    by_name!(
        "newsapi-key", "NEWSAPI_KEY", ["newsapi" | "NewsAPI" | "NEWSAPI" | "news_api" | "NEWS_API"],
        (hex 32), "News API, Authentication",
        ["NEWSAPI_SEC", "RET=", "[[", "b5e032bb8b63649a704133", "80f8d06919", "]]"]
    ),
    by_name!(
        "graphhopper-key",
        "GRAPHHOPPER_KEY",
        ["graphhopper" | "GraphHopper" | "GRAPHHOPPER"],
        (uuid),
        "GraphHopper, API keys",
        ["GRAPHHOPPER_SEC", "RET=", "[[", "89caacc0-5f10-468e-a60", "4-cde857680c3d", "]]"]
    ),
    by_name!(
        "tomtom-key", "TOMTOM_KEY", ["tomtom" | "TomTom" | "TOMTOM"],
        (alnum 32), "TomTom, API keys",
        ["TOMTOM_SEC", "RET=", "[[", "vfTdMadkytfKx8AtS50Lf2", "qt2de6Tx1i", "]]"]
    ),
    by_name!(
        "hunter-key", "HUNTER_KEY", ["hunter_" | "HUNTER_" | "hunterio" | "HUNTERIO"],
        (alnum 40), "Hunter, API authentication",
        ["HUNTER_SEC", "RET=", "[[", "ZsKIsFNlXKvH6YUWofdkHG", "eRMummIrz6RsoEuXej", "]]"]
    ),
    by_name!(
        "scraping-key", "SCRAPING_KEY", ["scrapfly" | "Scrapfly" | "SCRAPFLY" | "scraperapi" | "ScraperAPI" | "SCRAPERAPI" | "webscraping" | "WEBSCRAPING" | "zenscrape" | "ZENSCRAPE" | "scrapingant" | "SCRAPINGANT"],
        (form "[a-f0-9]{32}|[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}"), "Scrapfly, ScraperAPI and Zenscrape, API keys",
        ["SCRAPFLY_SEC", "RET=", "[[", "3cfd7afa786c399457fb64", "32c102fba6", "]]"]
    ),
    by_name!(
        "scrapingbee-key", "SCRAPINGBEE_KEY", ["scrapingbee" | "ScrapingBee" | "SCRAPINGBEE"],
        (form "[A-Z0-9]{80}"), "ScrapingBee, API keys",
        ["SCRAPINGBEE_SEC", "RET=", "[[", "NRFMXHUEX6B23V8VORUKP7", "690RTM72ZST38DQU57A8H4", "5L608EK8Y31IJREAKAGP86", "H0NQ73D9C0VJTA", "]]"]
    ),
    by_name!(
        "gtmetrix-key", "GTMETRIX_KEY", ["gtmetrix" | "GTmetrix" | "GTMETRIX"],
        (hex 32), "GTmetrix, API authentication",
        ["GTMETRIX_SEC", "RET=", "[[", "a9f86e95c8e2bb9f0286fc", "4280c189c8", "]]"]
    ),
    by_name!(
        "privateai-key", "PRIVATEAI_KEY", ["privateai" | "PrivateAI" | "PRIVATEAI" | "private_ai" | "PRIVATE_AI"],
        (form "[a-z0-9]{32}"), "Private AI, API keys",
        ["PRIVATEAI_SEC", "RET=", "[[", "w0ey5tw7s6ra4ubnxl4q73", "hssvc9vf7u", "]]"]
    ),
    by_name!(
        "lokalise-token", "LOKALISE_TOKEN", ["lokalise" | "Lokalise" | "LOKALISE"],
        (alnum 40), "Lokalise, API tokens",
        ["LOKALISE_SEC", "RET=", "[[", "h3M4xDH9ofqZbewSOkxzvF", "MXkv1cqgfqLdP5emGF", "]]"]
    ),
    by_name!(
        "mapquest-key", "MAPQUEST_KEY", ["mapquest" | "MapQuest" | "MAPQUEST"],
        (alnum 32), "MapQuest, API keys",
        ["MAPQUEST_SEC", "RET=", "[[", "0xu8DVMa2xORrdgk43Zmm5", "YLLLI2O44I", "]]"]
    ),
    by_name!(
        "giphy-key", "GIPHY_KEY", ["giphy" | "Giphy" | "GIPHY"],
        (alnum 32), "GIPHY, API keys",
        ["GIPHY_SEC", "RET=", "[[", "e5pTDT938tzf6qeqBxEI3N", "Pm9sjRNXWF", "]]"]
    ),
    by_name!(
        "unsplash-key", "UNSPLASH_KEY", ["unsplash" | "Unsplash" | "UNSPLASH"],
        (url 43), "Unsplash, API authorization",
        ["UNSPLASH_SEC", "RET=", "[[", "CPxIly86Zu261y8DANVOWI", "74Zgx6TFzqCg250dE3YBR", "]]"]
    ),
    by_name!(
        "pexels-key", "PEXELS_KEY", ["pexels" | "Pexels" | "PEXELS"],
        (alnum 56), "Pexels, API authorization",
        ["PEXELS_SEC", "RET=", "[[", "mkQDTlLE4OsGcuZqIKZCiN", "biRpdq8vLTvzF4HmQWFNxF", "32OG76fOBuOv", "]]"]
    ),
    by_name!(
        "tmdb-key", "TMDB_KEY", ["tmdb" | "TMDB" | "themoviedb" | "THEMOVIEDB"],
        (hex 32), "The Movie Database, API keys",
        ["TMDB_SEC", "RET=", "[[", "ea128568246e607e10abb2", "b4da6097e0", "]]"]
    ),
    by_name!(
        "wolfram-key", "WOLFRAM_KEY", ["wolfram" | "Wolfram" | "WOLFRAM"],
        (form "[A-Z0-9]{6}-[A-Z0-9]{10}"), "Wolfram Alpha, AppIDs",
        ["WOLFRAM_SEC", "RET=", "[[", "0ETJ0S-2A4ZCCOETQ", "]]"]
    ),
    by_name!(
        "pdfshift-key", "PDFSHIFT_KEY", ["pdfshift" | "PDFShift" | "PDFSHIFT"],
        (form "(?:sk_)?[a-f0-9]{32,40}"), "PDFShift, API authentication",
        ["PDFSHIFT_SEC", "RET=", "[[", "884ce26fa63548fe959c13", "ce2a003f74", "]]"]
    ),
    by_name!(
        "clearbit-key", "CLEARBIT_KEY", ["clearbit" | "Clearbit" | "CLEARBIT"],
        (form "sk_[a-f0-9]{32}"), "Clearbit, API authentication",
        ["CLEARBIT_SEC", "RET=", "[[", "sk_34eb348e5a6f6a11ac5", "df3970e0a1f50", "]]"]
    ),
];
