<?php
namespace MediaWiki\Extension\OAuth;

use Html;
use HTMLForm;
use MediaWiki\Extension\OAuth\Rest\Authorize;
use MediaWiki\MediaWikiServices;
use UnlistedSpecialPage;

/** The page where a user allows an application, and the way from the login back to it. */
class SpecialOAuth extends UnlistedSpecialPage {
	public function __construct() {
		parent::__construct( 'OAuth' );
	}

	public function doesWrites() {
		return true;
	}

	public function execute( $subPage ) {
		$this->setHeaders();
		switch ( strtr( (string)$subPage, ' ', '_' ) ) {
			case 'rest_redirect':
				$this->redirect( $this->getRequest()->getVal( 'rest_url', '' ) );
				break;
			case 'approve':
				$this->requireLogin();
				$this->approve();
				break;
			default:
				$this->getOutput()->showErrorPage( 'mwoauth-error', 'mwoauth-error-unknown-client' );
		}
	}

	private function approve(): void {
		$request = $this->getRequest();
		$consumer = Store::get()->consumerByKey( $request->getVal( 'client_id', '' ) );
		if ( !$consumer || !$consumer['enabled'] ) {
			$this->getOutput()->showErrorPage( 'mwoauth-error', 'mwoauth-error-unknown-client' );
			return;
		}
		$scopes = array_values( array_intersect(
			json_decode( $consumer['grants'], true ),
			explode( ' ', $request->getVal( 'scope', '' ) )
		) );
		$this->getOutput()->disallowUserJs();
		$this->getOutput()->setPageTitle(
			$this->msg( 'mwoauth-form-heading', $consumer['name'] )->text()
		);
		$this->form( $consumer, $scopes )->show();
	}

	private function form( array $consumer, array $scopes ): HTMLForm {
		$form = HTMLForm::factory( 'ooui', [], $this->getContext() );
		$form->setTitle( $this->getPageTitle( 'approve' ) );
		$form->setId( 'mw-mwoauth-authorize-form' );
		foreach ( [ 'client_id', 'oauth_version', 'scope', 'returnto', 'returntoquery' ] as $name ) {
			$form->addHiddenField( $name, $this->getRequest()->getVal( $name, '' ) );
		}
		self::addToTop( $form, $this->explanation( $consumer, $scopes ) );
		$form->suppressDefaultSubmit();
		$form->addButton( [
			'name' => 'accept', 'value' => '1', 'id' => 'mw-mwoauth-accept',
			'label-message' => 'mwoauth-form-button-approve', 'flags' => [ 'primary', 'progressive' ],
		] );
		$form->addButton( [
			'name' => 'cancel', 'value' => '1', 'id' => 'mw-mwoauth-cancel',
			'label-message' => 'mwoauth-form-button-cancel', 'flags' => [],
		] );
		$form->setSubmitCallback( function () use ( $consumer, $scopes ) {
			$this->decide( $consumer, $scopes );
			return true;
		} );
		return $form;
	}

	/** The method was renamed between the versions that the demo wiki offers. */
	private static function addToTop( HTMLForm $form, string $html ): void {
		method_exists( $form, 'setPreHtml' ) ? $form->setPreHtml( $html ) : $form->setPreText( $html );
	}

	private function explanation( array $consumer, array $scopes ): string {
		$services = MediaWikiServices::getInstance();
		$items = '';
		foreach ( array_diff( $scopes, $services->getGrantsInfo()->getHiddenGrants() ) as $scope ) {
			$description = $services->getGrantsLocalization()->getGrantDescription( $scope );
			$items .= Html::element( 'li', [], $description );
		}
		return $this->msg( 'mwoauth-form-intro', $this->getUser()->getName(), $consumer['name'] )
				->parseAsBlock() .
			Html::rawElement( 'ul', [ 'class' => 'mw-mwoauth-grants' ], $items ) .
			$this->msg( 'mwoauth-form-outro', $consumer['name'] )->parseAsBlock();
	}

	private function decide( array $consumer, array $scopes ): void {
		$request = $this->getRequest();
		$accepted = $request->getCheck( 'accept' );
		if ( $accepted ) {
			Store::get()->approve( $this->getUser()->getId(), $consumer['id'], $scopes );
		}
		$this->redirect( Authorize::path() . '?' . wfArrayToCgi(
			[ $accepted ? 'approval_pass' : 'approval_cancel' => '1' ],
			wfCgiToArray( $request->getVal( 'returntoquery', '' ) )
		) );
	}

	/** Goes to an address of this wiki's own REST API, and nowhere else. */
	private function redirect( string $path ): void {
		$config = $this->getConfig();
		if ( strpos( $path, $config->get( 'RestPath' ) . '/oauth2/' ) !== 0 ) {
			$this->getOutput()->showErrorPage( 'mwoauth-error', 'mwoauth-error-redirect-uri' );
			return;
		}
		$this->getOutput()->redirect( $config->get( 'CanonicalServer' ) . $path );
	}
}
