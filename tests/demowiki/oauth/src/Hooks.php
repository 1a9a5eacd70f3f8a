<?php
namespace MediaWiki\Extension\OAuth;

use ApiUsageException;
use RequestContext;

class Hooks {
	/** A bad token is an error of the API's own shape, whatever the action would have been. */
	public function onApiBeforeMain( &$main ) {
		$bearer = Bearer::fromHeader( $main->getRequest()->getHeader( 'Authorization' ) );
		if ( $bearer && $bearer->error ) {
			throw ApiUsageException::newWithMessage( null, $bearer->error );
		}
	}

	/** Marks what is done through a consumer with that consumer's change tag. */
	public function onRecentChange_save( $change ) {
		$session = RequestContext::getMain()->getRequest()->getSession();
		$consumer = $session->getProviderMetadata()['consumerId'] ?? null;
		if ( $session->getProvider() instanceof SessionProvider && $consumer ) {
			$change->addTags( self::tag( $consumer ) );
		}
	}

	public function onListDefinedTags( &$tags ) {
		$this->addTags( $tags );
	}

	public function onChangeTagsListActive( &$tags ) {
		$this->addTags( $tags );
	}

	private function addTags( array &$tags ): void {
		foreach ( Store::get()->consumers() as $consumer ) {
			$tags[] = self::tag( $consumer['id'] );
		}
	}

	private static function tag( int $consumer ): string {
		return "OAuth CID: $consumer";
	}
}
