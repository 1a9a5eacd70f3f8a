<?php
namespace MediaWiki\Extension\OAuth;

use MediaWiki\MediaWikiServices;

/**
 * The text of an access token: in the shape and length of a signed JWT. The signature is random,
 * since the wiki knows its tokens by their hashes and clients must not look into them.
 */
class AccessTokenText {
	public static function create( int $user, string $client, array $scopes, int $lifetime ): string {
		$now = microtime( true );
		$claims = [
			'aud' => $client,
			'jti' => bin2hex( random_bytes( 40 ) ),
			'iat' => $now,
			'nbf' => $now,
			'exp' => $now + $lifetime,
			'sub' => (string)$user,
			'iss' => MediaWikiServices::getInstance()->getMainConfig()->get( 'CanonicalServer' ),
			'scopes' => $scopes,
		];
		return implode( '.', [
			self::encode( json_encode( [ 'typ' => 'JWT', 'alg' => 'RS256' ] ) ),
			self::encode( json_encode( $claims ) ),
			self::encode( random_bytes( 256 ) ),
		] );
	}

	private static function encode( string $bytes ): string {
		return rtrim( strtr( base64_encode( $bytes ), '+/', '-_' ), '=' );
	}
}
