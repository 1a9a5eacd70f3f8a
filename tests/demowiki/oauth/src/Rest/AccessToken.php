<?php
namespace MediaWiki\Extension\OAuth\Rest;

use MediaWiki\Extension\OAuth\OAuthError;
use MediaWiki\Extension\OAuth\Store;
use MediaWiki\MediaWikiServices;

/** Hands out tokens for a code, or new ones for old. */
class AccessToken extends Endpoint {
	/** JSON is let in, so that what answers it is an OAuth error and not the core's. */
	public function getSupportedRequestTypes(): array {
		return [ 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/json' ];
	}

	public function execute() {
		try {
			$answer = $this->answer();
		} catch ( OAuthError $error ) {
			return $this->errorResponse( $error );
		}
		$response = $this->getResponseFactory()->createJson( $answer );
		$response->setHeader( 'Content-Type', 'application/json; charset=UTF-8' );
		$response->setHeader( 'Cache-Control', 'no-store' );
		$response->setHeader( 'Pragma', 'no-cache' );
		return $response;
	}

	private function answer(): array {
		$body = $this->getRequest()->getPostParams();
		$type = $body['grant_type'] ?? '';
		if ( $type !== 'authorization_code' && $type !== 'refresh_token' ) {
			throw OAuthError::unsupportedGrantType();
		}
		$consumer = $this->authenticatedClient( $body );
		$readOnly = MediaWikiServices::getInstance()->getReadOnlyMode();
		if ( $readOnly->isReadOnly() ) {
			throw OAuthError::readOnly( (string)$readOnly->getReason() );
		}
		return $type === 'refresh_token' ?
			$this->refresh( $body, $consumer ) : $this->exchange( $body, $consumer );
	}

	/** Secret and redirect address are checked together, before any code is looked at. */
	private function authenticatedClient( array $body ): array {
		[ $key, $secret ] = $this->credentials( $body );
		if ( $key === null ) {
			throw OAuthError::invalidRequest( 'client_id' );
		}
		$consumer = Store::get()->consumerByKey( $key );
		$redirect = $body['redirect_uri'] ?? null;
		if (
			!$consumer ||
			!hash_equals( $consumer['secret'], (string)$secret ) ||
			( $redirect !== null && $redirect !== $consumer['callback'] )
		) {
			throw OAuthError::invalidClient();
		}
		return $consumer;
	}

	/** @return array{?string,?string} from the body, or else from HTTP Basic */
	private function credentials( array $body ): array {
		$key = $body['client_id'] ?? null;
		$secret = $body['client_secret'] ?? null;
		$header = $this->getRequest()->getHeaderLine( 'Authorization' );
		if ( stripos( $header, 'Basic ' ) === 0 ) {
			$pair = explode( ':', (string)base64_decode( substr( $header, 6 ) ), 2 );
			$key ??= $pair[0];
			$secret ??= $pair[1] ?? null;
		}
		return [ $key, $secret ];
	}

	private function exchange( array $body, array $consumer ): array {
		if ( ( $body['code'] ?? '' ) === '' ) {
			throw OAuthError::invalidRequest( 'code' );
		}
		$code = Store::get()->code( $body['code'] );
		$this->checkCode( $code, $body, $consumer );
		$this->checkVerifier( $code, $body['code_verifier'] ?? null );
		if ( !$consumer['enabled'] ) {
			throw OAuthError::accessDenied();
		}
		if ( !Store::get()->useCode( $body['code'] ) ) {
			throw OAuthError::invalidRequest( 'code', 'Authorization code has been revoked' );
		}
		$scopes = json_decode( $code['scopes'], true );
		return Store::get()->issueTokens( (int)$code['user_id'], $consumer, $scopes );
	}

	private function checkCode( ?array $code, array $body, array $consumer ): void {
		$hint = null;
		if ( !$code ) {
			$hint = 'Cannot decrypt the authorization code';
		} elseif ( $code['expires'] < microtime( true ) ) {
			$hint = 'Authorization code has expired';
		} elseif ( $code['used'] ) {
			$hint = 'Authorization code has been revoked';
		} elseif ( $code['consumer_id'] !== $consumer['id'] ) {
			$hint = 'Authorization code was not issued to this client';
		}
		if ( $hint ) {
			throw OAuthError::invalidRequest( 'code', $hint );
		}
		if ( $code['redirect_uri'] !== null && !isset( $body['redirect_uri'] ) ) {
			throw OAuthError::invalidRequest( 'redirect_uri' );
		}
	}

	private function checkVerifier( array $code, ?string $verifier ): void {
		if ( $code['challenge'] === null ) {
			return;
		}
		if ( $verifier === null ) {
			throw OAuthError::invalidRequest( 'code_verifier' );
		}
		if ( !preg_match( '/^[A-Za-z0-9\-._~]{43,128}$/D', $verifier ) ) {
			throw OAuthError::invalidRequest(
				'code_verifier', 'Code Verifier must follow the specifications of RFC-7636.'
			);
		}
		$hashed = rtrim( strtr( base64_encode( hash( 'sha256', $verifier, true ) ), '+/', '-_' ), '=' );
		$answer = $code['challenge_method'] === 'S256' ? $hashed : $verifier;
		if ( !hash_equals( $code['challenge'], $answer ) ) {
			throw OAuthError::invalidGrant( 'Failed to verify `code_verifier`.' );
		}
	}

	/** The old pair is revoked first, even when the client then turns out to be disabled. */
	private function refresh( array $body, array $consumer ): array {
		if ( ( $body['refresh_token'] ?? '' ) === '' ) {
			throw OAuthError::invalidRequest( 'refresh_token' );
		}
		$old = Store::get()->tokensByRefresh( $body['refresh_token'] );
		$this->checkRefreshToken( $old, $consumer );
		$scopes = $this->narrowedScopes( json_decode( $old['scopes'], true ), $body['scope'] ?? '' );
		if ( !Store::get()->revoke( $old ) ) {
			throw OAuthError::invalidRefreshToken( 'Token has been revoked' );
		}
		if ( !$consumer['enabled'] ) {
			throw OAuthError::accessDenied();
		}
		return Store::get()->issueTokens( (int)$old['user_id'], $consumer, $scopes );
	}

	private function checkRefreshToken( ?array $old, array $consumer ): void {
		if ( !$old ) {
			throw OAuthError::invalidRefreshToken( 'Cannot decrypt the refresh token' );
		}
		if ( $old['consumer_id'] !== $consumer['id'] ) {
			throw OAuthError::invalidRefreshToken( 'Token is not linked to client' );
		}
		if ( $old['refresh_expires'] < microtime( true ) ) {
			throw OAuthError::invalidRefreshToken( 'Token has expired' );
		}
		if ( $old['revoked'] ) {
			throw OAuthError::invalidRefreshToken( 'Token has been revoked' );
		}
	}

	private function narrowedScopes( array $before, string $asked ): array {
		$wanted = array_values( array_filter( explode( ' ', $asked ), 'strlen' ) );
		foreach ( array_diff( $wanted, $before ) as $wider ) {
			throw OAuthError::invalidScope( $wider );
		}
		return $wanted ?: $before;
	}
}
