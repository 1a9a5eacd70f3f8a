<?php
/**
 * The settings of every demo wiki. What differs between two of them comes from the environment:
 * DEMO_WIKI_FOLDER (its data) and DEMO_WIKI_SERVER (its address). What a test changes while the
 * wiki runs comes from overrides.json in that folder, read at each request.
 */
if ( !defined( 'MEDIAWIKI' ) ) {
	exit;
}
$demoFolder = getenv( 'DEMO_WIKI_FOLDER' );

$wgSitename = 'Demo wiki';
$wgMetaNamespace = 'Project';
$wgServer = getenv( 'DEMO_WIKI_SERVER' );
$wgScriptPath = '';
$wgArticlePath = '/wiki/$1';
$wgLanguageCode = 'en';
$wgLocaltimezone = 'UTC';
# The same for every demo wiki: nothing here is worth a secret.
$wgSecretKey = hash( 'sha256', 'demo wiki' );
$wgAuthenticationTokenVersion = '1';
$wgCookiePrefix = 'demowiki';

# Two SQLite files, so that the frequent writes to sessions do not wait for the pages. Nothing here
# need outlive a power cut, and waiting for the disk would take longer than most edits.
$wgDBtype = 'sqlite';
$wgDBname = 'demo';
$wgDBserver = '';
$wgSQLiteDataDir = "$demoFolder/data";
$wgDBservers = [ [
	'type' => 'sqlite',
	'dbname' => $wgDBname,
	'dbDirectory' => $wgSQLiteDataDir,
	'variables' => [ 'synchronous' => 'OFF' ],
	'load' => 1,
	'flags' => 0,
] ];
$wgObjectCaches[CACHE_DB] = [
	'class' => SqlBagOStuff::class,
	'server' => [
		'type' => 'sqlite',
		'dbname' => 'wikicache',
		'tablePrefix' => '',
		'variables' => [ 'synchronous' => 'OFF' ],
		'dbDirectory' => $wgSQLiteDataDir,
		'trxMode' => 'IMMEDIATE',
		'flags' => 0,
	],
];
$wgObjectCaches['db-replicated'] = [
	'factory' => 'Wikimedia\ObjectFactory\ObjectFactory::getObjectFromSpec',
	'args' => [ [ 'factory' => 'ObjectCache::getInstance', 'args' => [ CACHE_DB ] ] ],
];
# The server's workers share the memory of APCu; a login outlasts a restart.
$wgMainCacheType = $wgParserCacheType = $wgMessageCacheType = CACHE_ACCEL;
$wgSessionCacheType = CACHE_DB;
$wgCacheDirectory = "$demoFolder/cache";
$wgAutoloadClasses['TemplateLocalisation'] = __DIR__ . '/TemplateLocalisation.php';
$wgLocalisationCacheConf['storeClass'] = TemplateLocalisation::class;
$wgInvalidateCacheOnLocalSettingsChange = false;

$wgDiff3 = '/usr/bin/diff3';
$wgDiff = '/usr/bin/diff';
$wgJobRunRate = 0;
$wgWatchlistExpiry = true;
$wgRateLimits = [];
$wgMaxArticleSize = 2048;
$wgAutoConfirmAge = 0;
$wgAutoConfirmCount = 0;
$wgEnableEmail = false;
$wgEmailAuthentication = false;
$wgEnableUploads = false;
$wgUploadDirectory = "$demoFolder/images";
$wgPasswordAttemptThrottle = [];
$wgPingback = false;
$wgUseInstantCommons = false;
$wgLogo = false;

# A wiki in a sandbox has no memory to limit and no other user to protect from.
$wgMaxShellMemory = 0;
$wgMaxShellFileSize = 0;

foreach ( [ 'StashEdit', 'api', 'exception', 'error', 'fatal' ] as $group ) {
	$wgDebugLogGroups[$group] = "$demoFolder/logs/$group.log";
}

wfLoadSkin( 'Vector' );
$wgDefaultSkin = 'vector-2022';

wfLoadExtensions( [
	'AbuseFilter', 'Cite', 'ParserFunctions', 'Scribunto', 'SpamBlacklist', 'TemplateData',
	'TitleBlacklist', 'VisualEditor', 'WikiEditor', 'ConfirmEdit',
] );
if ( is_executable( '/usr/bin/pygmentize' ) ) {
	wfLoadExtension( 'SyntaxHighlight_GeSHi' );
	$wgPygmentizePath = '/usr/bin/pygmentize';
}
$wgPFEnableStringFunctions = true;
$wgScribuntoDefaultEngine = 'luastandalone';
$wgScribuntoEngineConf['luastandalone']['luaPath'] = '/usr/bin/lua5.1';
# VisualEditor is here for its API; the wiki's own editor stays the plain one.
$wgDefaultUserOptions['visualeditor-betatempdisable'] = 1;
$wgBlacklistSettings = [ 'spam' => [ 'files' => [] ] ];
$wgTitleBlacklistSources = [ [ 'type' => 'localpage', 'src' => 'MediaWiki:Titleblacklist' ] ];
$wgCaptchaTriggers = array_fill_keys(
	[ 'edit', 'create', 'sendemail', 'addurl', 'createaccount', 'badlogin', 'badloginperuser' ], false
);
$wgCaptchaQuestions = [ 'What is 2+2?' => [ '4' ] ];
$wgGroupPermissions['sysop']['abusefilter-modify'] = true;
$wgAutoloadClasses['SanitizedCss'] = $wgAutoloadClasses['SanitizedCssHandler'] =
	__DIR__ . '/SanitizedCss.php';
$wgContentHandlers['sanitized-css'] = 'SanitizedCssHandler';
$wgAutoloadClasses['FarmIds'] = __DIR__ . '/FarmIds.php';

wfLoadExtension( 'OAuth', dirname( __DIR__ ) . '/oauth/extension.json' );
$wgOAuthDatabase = "$demoFolder/data/oauth.sqlite";
$wgOAuth2GrantExpirationInterval = 'PT4H';
$wgOAuth2RefreshTokenTTL = 'P365D';

$demoOverrides = json_decode( (string)@file_get_contents( "$demoFolder/overrides.json" ), true );
# A wiki has captchas of one kind: the folder of ConfirmEdit that it is in.
$demoCaptcha = $demoOverrides['wgDemoCaptcha'] ?? 'QuestyCaptcha';
if ( $demoCaptcha !== 'SimpleCaptcha' ) {
	wfLoadExtension( "ConfirmEdit/$demoCaptcha" );
}
# 1.39 takes the class from the folder, 1.43 does not.
$wgCaptchaClass = [
	'hCaptcha' => 'MediaWiki\Extension\ConfirmEdit\hCaptcha\HCaptcha',
	'SimpleCaptcha' => 'MediaWiki\Extension\ConfirmEdit\SimpleCaptcha\SimpleCaptcha',
][$demoCaptcha] ?? $demoCaptcha;
foreach ( $demoOverrides ?: [] as $name => $value ) {
	$before = $GLOBALS[$name] ?? null;
	$GLOBALS[$name] = is_array( $value ) && is_array( $before ) ?
		array_replace_recursive( $before, $value ) : $value;
}
unset( $demoFolder, $demoOverrides, $demoCaptcha );
