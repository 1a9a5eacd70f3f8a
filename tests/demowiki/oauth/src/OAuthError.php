<?php
namespace MediaWiki\Extension\OAuth;

use Exception;

/** An error of the token endpoint, with the codes and statuses that MediaWiki 1.39 answers. */
class OAuthError extends Exception {
	public string $error;
	public int $status;
	public ?string $hint;

	private function __construct( string $error, int $status, string $message, ?string $hint = null ) {
		parent::__construct( $message );
		$this->error = $error;
		$this->status = $status;
		$this->hint = $hint;
	}

	public static function invalidRequest( string $parameter, ?string $hint = null ): self {
		return new self(
			'invalid_request', 400,
			'The request is missing a required parameter, includes an invalid parameter value, ' .
			'includes a parameter more than once, or is otherwise malformed.',
			$hint ?? "Check the `$parameter` parameter"
		);
	}

	public static function invalidClient(): self {
		return new self( 'invalid_client', 401, 'Client authentication failed' );
	}

	public static function invalidGrant( string $hint ): self {
		return new self(
			'invalid_grant', 400,
			'The provided authorization grant or refresh token is invalid, expired, revoked, does ' .
			'not match the redirection URI used in the authorization request, or was issued to ' .
			'another client.',
			$hint
		);
	}

	public static function invalidRefreshToken( string $hint ): self {
		return new self( 'invalid_request', 401, 'The refresh token is invalid.', $hint );
	}

	public static function invalidScope( string $scope ): self {
		return new self(
			'invalid_scope', 400, 'The requested scope is invalid, unknown, or malformed',
			"Check the `$scope` scope"
		);
	}

	public static function accessDenied( ?string $hint = null ): self {
		return new self(
			'access_denied', 401,
			'The resource owner or authorization server denied the request.', $hint
		);
	}

	public static function unsupportedGrantType(): self {
		return new self(
			'unsupported_grant_type', 400,
			'The authorization grant type is not supported by the authorization server.',
			'Check that all required parameters have been provided'
		);
	}

	public static function readOnly( string $reason ): self {
		return new self( 'server_error', 500, "Database is read-only: $reason" );
	}

	public function toArray(): array {
		$body = [ 'error' => $this->error, 'error_description' => $this->getMessage() ];
		if ( $this->hint !== null ) {
			$body['hint'] = $this->hint;
		}
		return $body + [ 'message' => $this->getMessage() ];
	}
}
