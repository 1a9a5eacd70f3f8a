<?php
namespace MediaWiki\Extension\OAuth\Rest;

use MediaWiki\Extension\OAuth\OAuthError;
use MediaWiki\Rest\Handler;
use MediaWiki\Rest\Response;

/** What the three endpoints share: open to anonymous requests, errors in the OAuth shape. */
abstract class Endpoint extends Handler {
	public function needsReadAccess() {
		return false;
	}

	public function needsWriteAccess() {
		return false;
	}

	protected function errorResponse( OAuthError $error ): Response {
		$response = $this->getResponseFactory()->createJson( $error->toArray() );
		$response->setStatus( $error->status );
		return $response;
	}
}
