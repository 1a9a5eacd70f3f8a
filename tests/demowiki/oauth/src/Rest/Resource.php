<?php
namespace MediaWiki\Extension\OAuth\Rest;

use MediaWiki\Extension\OAuth\Bearer;
use MediaWiki\Extension\OAuth\OAuthError;
use MediaWiki\MediaWikiServices;
use MediaWiki\Rest\HttpException;
use MediaWiki\Rest\Response;
use MediaWiki\Rest\StringStream;
use RuntimeException;
use Wikimedia\ParamValidator\ParamValidator;

/** Tells a client who its token stands for, and what the token may do. */
class Resource extends Endpoint {
	public function getParamSettings() {
		return [ 'type' => [
			self::PARAM_SOURCE => 'path',
			ParamValidator::PARAM_TYPE => 'string',
			ParamValidator::PARAM_REQUIRED => true,
		] ];
	}

	public function execute() {
		$bearer = Bearer::fromHeader( $this->getRequest()->getHeaderLine( 'Authorization' ) );
		if ( !$bearer ) {
			throw new RuntimeException( 'No Authorization header' );
		}
		if ( $bearer->hint !== null ) {
			return $this->errorResponse( OAuthError::accessDenied( $bearer->hint ) );
		}
		switch ( $this->getRequest()->getPathParam( 'type' ) ) {
			case 'profile':
				return $this->htmlTypedJson( $this->profile( $bearer ) );
			case 'scopes':
				return $this->htmlTypedJson( [ 'scopes' => $bearer->scopes() ] );
			default:
				throw new HttpException( 'Not Found', 404 );
		}
	}

	private function profile( Bearer $bearer ): array {
		$services = MediaWikiServices::getInstance();
		$user = $bearer->user;
		$scopes = $bearer->scopes();
		$profile = [
			'sub' => (string)$user->getId(),
			'username' => $user->getName(),
			'editcount' => (int)$user->getEditCount(),
			'confirmed_email' => $user->isEmailConfirmed(),
			'blocked' => $user->getBlock() !== null,
			'registered' => $user->getRegistration(),
			'groups' => $services->getUserGroupManager()->getUserEffectiveGroups( $user ),
			'rights' => array_values( array_intersect(
				$services->getPermissionManager()->getUserPermissions( $user ),
				$services->getGrantsInfo()->getGrantRights( $scopes )
			) ),
			'grants' => $scopes,
		];
		if ( in_array( 'privateinfo', $scopes ) ) {
			$profile += [ 'realname' => $user->getRealName(), 'email' => $user->getEmail() ];
		}
		return $profile;
	}

	/** The body is JSON and the header says HTML, as on a real wiki. */
	private function htmlTypedJson( array $body ): Response {
		$response = $this->getResponseFactory()->create();
		$response->setHeader( 'Content-Type', 'text/html; charset=UTF-8' );
		$response->setBody( new StringStream( $this->getResponseFactory()->encodeJson( $body ) ) );
		return $response;
	}
}
