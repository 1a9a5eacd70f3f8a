<?php
/**
 * What a web server's rewrite rules would do: finds MediaWiki's entry point in the path and hands
 * it the rest as PATH_INFO. Anything else (styles, scripts, images) is served as a file.
 */
$path = rawurldecode( (string)parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
if ( $path === '/' || strpos( $path, '/wiki/' ) === 0 ) {
	$entry = 'index.php';
	$rest = '';
} elseif ( preg_match( '#^/(api|index|load|rest)\.php(/.*)?$#s', $path, $found ) ) {
	$entry = "$found[1].php";
	$rest = $found[2] ?? '';
} else {
	return false;
}
unset( $_SERVER['PATH_INFO'], $_SERVER['ORIG_PATH_INFO'] );
if ( $rest !== '' ) {
	$_SERVER['PATH_INFO'] = $rest;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = "/$entry";
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . "/$entry";
unset( $path, $rest, $found );
chdir( $_SERVER['DOCUMENT_ROOT'] );
require $_SERVER['SCRIPT_FILENAME'];
