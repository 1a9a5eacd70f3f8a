<?php
namespace MediaWiki\Extension\OAuth;

use HTMLForm;
use SpecialPage;

/** Where a user sees the applications connected to the account, and withdraws one. */
class SpecialManageMyGrants extends SpecialPage {
	public function __construct() {
		parent::__construct( 'OAuthManageMyGrants' );
	}

	public function doesWrites() {
		return true;
	}

	public function execute( $subPage ) {
		$this->setHeaders();
		$this->requireLogin();
		$connected = $this->connected();
		if ( !$connected ) {
			$this->getOutput()->addWikiMsg( 'mwoauth-grants-none' );
			return;
		}
		$this->getOutput()->addWikiMsg( 'mwoauth-grants-intro' );
		foreach ( $connected as $consumer ) {
			$this->form( $consumer )->show();
		}
	}

	private function connected(): array {
		return array_filter( Store::get()->consumers(), fn ( array $consumer ): bool =>
			Store::get()->approval( $this->getUser()->getId(), $consumer['id'] ) !== null
		);
	}

	private function form( array $consumer ): HTMLForm {
		$form = HTMLForm::factory( 'ooui', [], $this->getContext() );
		$form->setTitle( $this->getPageTitle() );
		$form->setFormIdentifier( "consumer-{$consumer['id']}" );
		$form->setSubmitDestructive();
		$form->setSubmitText( $this->msg( 'mwoauth-grants-revoke', $consumer['name'] )->text() );
		$form->setSubmitCallback( function () use ( $consumer ) {
			Store::get()->withdraw( $this->getUser()->getId(), $consumer['id'] );
			$this->getOutput()->addWikiMsg( 'mwoauth-grants-revoked', $consumer['name'] );
			return true;
		} );
		return $form;
	}
}
