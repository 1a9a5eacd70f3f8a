<?php
namespace MediaWiki\Extension\OAuth;

use MediaWiki\MediaWikiServices;
use MediaWiki\Session\ImmutableSessionProviderWithCookie;
use MediaWiki\Session\SessionBackend;
use MediaWiki\Session\SessionInfo;
use MediaWiki\Session\UserInfo;
use WebRequest;

/** Turns a Bearer token on api.php and rest.php into a session; it wins over any cookie. */
class SessionProvider extends ImmutableSessionProviderWithCookie {
	public function provideSessionInfo( WebRequest $request ) {
		if ( !defined( 'MW_API' ) && !defined( 'MW_REST_API' ) ) {
			return null;
		}
		$bearer = Bearer::fromHeader( $request->getHeader( 'Authorization' ) );
		if ( !$bearer ) {
			return null;
		}
		return $bearer->error ? $this->powerlessSession() : $this->session( $bearer );
	}

	/** A session without any right, not even to read: the request goes nowhere. */
	private function powerlessSession(): SessionInfo {
		return new SessionInfo( SessionInfo::MAX_PRIORITY, [
			'provider' => $this,
			'id' => $this->hashToSessionId( 'bogus' ),
			'userInfo' => UserInfo::newAnonymous(),
			'persisted' => false,
			'metadata' => [ 'rights' => [] ],
		] );
	}

	/**
	 * One session per user, consumer and approval. The token's id is part of the metadata, which
	 * the core refuses to change: with another token the stored session, and the edit token in
	 * it, are thrown away.
	 */
	private function session( Bearer $bearer ): SessionInfo {
		$grants = MediaWikiServices::getInstance()->getGrantsInfo();
		$identity = [ $bearer->user->getId(), $bearer->consumer['id'], $bearer->approval['accepted'] ];
		return new SessionInfo( SessionInfo::MAX_PRIORITY, [
			'provider' => $this,
			'id' => $this->hashToSessionId( implode( '|', $identity ) ),
			'userInfo' => UserInfo::newFromUser( $bearer->user, true ),
			'persisted' => false,
			'forceUse' => true,
			'metadata' => [
				'consumerId' => $bearer->consumer['id'],
				'accessTokenId' => $bearer->tokens['access_hash'],
				'rights' => $grants->getGrantRights( $bearer->scopes() ),
			],
		] );
	}

	public function newSessionInfo( $id = null ) {
		return null;
	}

	public function getVaryHeaders() {
		return [ 'Authorization' => null ];
	}

	public function safeAgainstCsrf() {
		return true;
	}

	public function preventSessionsForUser( $username ) {
	}

	public function getAllowedUserRights( SessionBackend $backend ) {
		return $backend->getProviderMetadata()['rights'] ?? [];
	}
}
