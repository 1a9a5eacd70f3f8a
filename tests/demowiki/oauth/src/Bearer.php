<?php
namespace MediaWiki\Extension\OAuth;

use MediaWiki\MediaWikiServices;
use Message;
use User;

/** What an Authorization header is worth: a user acting through a consumer, or an error. */
class Bearer {
	public ?array $tokens = null;
	public ?array $consumer = null;
	public ?array $approval = null;
	public ?User $user = null;
	/** Why the token itself is refused, in the words of the profile endpoint. */
	public ?string $hint = null;
	/** Why the request is refused on the API. */
	public ?Message $error = null;

	private function __construct( string $token ) {
		$store = Store::get();
		$this->tokens = $store->tokensByAccess( $token );
		$this->hint = $this->refusal( $token );
		if ( $this->hint !== null ) {
			$this->error = wfMessage( 'mwoauth-invalid-authorization', 'Invalid access token' );
			return;
		}
		$this->consumer = $store->consumer( $this->tokens['consumer_id'] );
		$this->approval = $store->approval( $this->tokens['user_id'], $this->consumer['id'] );
		$users = MediaWikiServices::getInstance()->getUserFactory();
		$this->user = $users->newFromId( (int)$this->tokens['user_id'] );
		$this->error = $this->objection();
	}

	/**
	 * @param string|false $header
	 * @return self|null null when the header is not of this kind; the word is case-sensitive
	 */
	public static function fromHeader( $header ): ?self {
		static $known = [];
		if ( !$header || strpos( $header, 'Bearer' ) !== 0 ) {
			return null;
		}
		$known[$header] ??= new self( trim( substr( $header, strlen( 'Bearer' ) ) ) );
		return $known[$header];
	}

	public function scopes(): array {
		return json_decode( $this->tokens['scopes'], true );
	}

	private function refusal( string $token ): ?string {
		if ( substr_count( $token, '.' ) !== 2 ) {
			return 'The JWT string must have two dots';
		}
		if ( !$this->tokens || $this->tokens['access_expires'] < microtime( true ) ) {
			return 'Access token could not be verified';
		}
		return $this->tokens['revoked'] ? 'Access token has been revoked' : null;
	}

	private function objection(): ?Message {
		if ( !$this->consumer['enabled'] ) {
			return wfMessage( 'mwoauth-invalid-authorization-not-approved', $this->consumer['name'] );
		}
		$approved = $this->approval ? json_decode( $this->approval['grants'], true ) : [];
		if ( !$this->approval || array_diff( $this->scopes(), $approved ) ) {
			return wfMessage(
				'mwoauth-invalid-authorization', 'The user did not approve issuing this access token'
			);
		}
		if ( !$this->user->loadFromId() ) {
			return wfMessage( 'mwoauth-invalid-authorization-invalid-user' );
		}
		return null;
	}
}
