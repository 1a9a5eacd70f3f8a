<?php
namespace MediaWiki\Extension\OAuth\Rest;

use MediaWiki\Extension\OAuth\OAuthError;
use MediaWiki\Extension\OAuth\Store;
use MediaWiki\MediaWikiServices;
use MediaWiki\Rest\Response;
use MediaWiki\Rest\StringStream;
use RequestContext;
use SpecialPage;
use User;

/** Sends the browser through login and approval, and back to the client with a code. */
class Authorize extends Endpoint {
	public function execute() {
		$query = $this->getRequest()->getQueryParams();
		$user = RequestContext::getMain()->getUser();
		if ( !$user->isRegistered() ) {
			return $this->toLogin( $query );
		}
		$consumer = Store::get()->consumerByKey( (string)( $query['client_id'] ?? '' ) );
		$problem = $this->problem( $query, $consumer );
		if ( $problem ) {
			return $this->errorPage( $problem );
		}
		return $this->answer( $query, $consumer, $user );
	}

	private function problem( array $query, ?array $consumer ): ?string {
		if ( ( $query['response_type'] ?? '' ) !== 'code' ) {
			return 'mwoauth-error-response-type';
		}
		if ( !$consumer || !$consumer['enabled'] ) {
			return 'mwoauth-error-unknown-client';
		}
		$redirect = $query['redirect_uri'] ?? $consumer['callback'];
		return $redirect === $consumer['callback'] ? null : 'mwoauth-error-redirect-uri';
	}

	private function answer( array $query, array $consumer, User $user ): Response {
		if ( isset( $query['approval_cancel'] ) ) {
			return $this->toClient( $consumer, [
				'error' => 'unauthorized_client',
				'error_description' => 'User has rejected the authorization request',
				'message' => 'User has rejected the authorization request',
			] );
		}
		try {
			$scopes = $this->scopes( $query, $consumer );
		} catch ( OAuthError $error ) {
			return $this->toClient( $consumer, $error->toArray() );
		}
		$approval = Store::get()->approval( $user->getId(), $consumer['id'] );
		$approved = $approval ? json_decode( $approval['grants'], true ) : [];
		if ( !isset( $query['approval_pass'] ) || !$approval || array_diff( $scopes, $approved ) ) {
			return $this->toApproval( $query, $scopes );
		}
		$code = Store::get()->issueCode( $user->getId(), $consumer['id'], $scopes, $query );
		$state = isset( $query['state'] ) ? [ 'state' => $query['state'] ] : [];
		return $this->toClient( $consumer, [ 'code' => $code ] + $state );
	}

	/** An unknown scope is an error; one that the consumer does not have is dropped. */
	private function scopes( array $query, array $consumer ): array {
		$granted = json_decode( $consumer['grants'], true );
		$asked = array_filter( explode( ' ', $query['scope'] ?? '' ), 'strlen' );
		$valid = MediaWikiServices::getInstance()->getGrantsInfo()->getValidGrants();
		foreach ( array_diff( $asked, $valid ) as $unknown ) {
			throw OAuthError::invalidScope( $unknown );
		}
		return $asked ? array_values( array_unique(
			array_merge( [ 'basic' ], array_intersect( $asked, $granted ) )
		) ) : $granted;
	}

	private function toLogin( array $query ): Response {
		$here = self::path() . '?' . http_build_query( $query );
		return $this->getResponseFactory()->createTemporaryRedirect(
			SpecialPage::getTitleFor( 'Userlogin' )->getFullURL( [
				'returnto' => 'Special:OAuth/rest redirect',
				'returntoquery' => http_build_query( [ 'rest_url' => $here ] ),
			] )
		);
	}

	private function toApproval( array $query, array $scopes ): Response {
		unset( $query['approval_pass'] );
		return $this->getResponseFactory()->createTemporaryRedirect(
			SpecialPage::getTitleFor( 'OAuth', 'approve' )->getFullURL( [
				'returnto' => self::path(),
				'returntoquery' => http_build_query( $query ),
				'client_id' => $query['client_id'],
				'oauth_version' => '2',
				'scope' => implode( ' ', $scopes ),
			] )
		);
	}

	private function toClient( array $consumer, array $parameters ): Response {
		return $this->getResponseFactory()->createLegacyTemporaryRedirect(
			wfAppendQuery( $consumer['callback'], $parameters )
		);
	}

	/** MediaWiki 1.39 to 1.42 show it with status 200. */
	private function errorPage( string $message ): Response {
		$context = RequestContext::getMain();
		$context->setTitle( SpecialPage::getTitleFor( 'OAuth' ) );
		$out = $context->getOutput();
		$out->setPageTitle( wfMessage( 'mwoauth-error' )->text() );
		$out->addWikiMsg( $message );
		$response = $this->getResponseFactory()->create();
		if ( version_compare( MW_VERSION, '1.43', '>=' ) ) {
			$response->setStatus( $message === 'mwoauth-error-response-type' ? 400 : 401 );
		}
		$response->setHeader( 'Content-Type', 'text/html; charset=UTF-8' );
		$response->setBody( new StringStream( $out->output( true ) ) );
		return $response;
	}

	public static function path(): string {
		return MediaWikiServices::getInstance()->getMainConfig()->get( 'RestPath' ) .
			'/oauth2/authorize';
	}
}
