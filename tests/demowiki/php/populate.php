<?php
/**
 * Fills a fresh demo wiki with its accounts and pages, in one process because it is quicker.
 * The list of both comes on standard input as JSON.
 */
use MediaWiki\Auth\AuthManager;
use MediaWiki\CommentStore\CommentStoreComment as NamespacedComment;
use MediaWiki\MediaWikiServices;
use MediaWiki\Revision\SlotRecord;

require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

class PopulateDemoWiki extends Maintenance {
	public function execute() {
		$plan = json_decode( $this->getStdin( Maintenance::STDIN_ALL ), true );
		foreach ( $plan['accounts'] as $account ) {
			$this->createAccount( $account );
		}
		foreach ( $plan['pages'] as $page ) {
			$this->createPage( $page );
		}
		SiteStatsInit::doAllAndCommit( wfGetDB( DB_PRIMARY ) );
	}

	private function createAccount( array $account ): void {
		$services = MediaWikiServices::getInstance();
		$user = User::newFromName( $account['name'] );
		if ( !$user->isRegistered() ) {
			$services->getAuthManager()->autoCreateUser( $user, AuthManager::AUTOCREATE_SOURCE_MAINT, false );
		}
		$status = $user->changeAuthenticationData( [
			'username' => $account['name'],
			'password' => $account['password'],
			'retype' => $account['password'],
		] );
		if ( !$status->isGood() ) {
			$this->fatalError( "The password of {$account['name']} is refused: $status" );
		}
		foreach ( $account['groups'] as $group ) {
			$services->getUserGroupManager()->addUserToGroup( $user, $group );
		}
		$user->setEmail( $account['email'] );
		$user->confirmEmail();
		$user->saveSettings();
	}

	private function createPage( array $page ): void {
		$title = Title::newFromText( $page['title'] );
		$wikiPage = MediaWikiServices::getInstance()->getWikiPageFactory()->newFromTitle( $title );
		$user = User::newFromName( $page['user'] );
		$updater = $wikiPage->newPageUpdater( $user );
		$updater->setContent( SlotRecord::MAIN, ContentHandler::makeContent( $page['text'], $title ) );
		$class = class_exists( NamespacedComment::class ) ? NamespacedComment::class : CommentStoreComment::class;
		$updater->saveRevision( $class::newUnsavedComment( $page['summary'] ) );
		if ( !$updater->wasSuccessful() ) {
			$this->fatalError( "{$page['title']} could not be saved: " . $updater->getStatus() );
		}
		if ( $page['protect'] ) {
			$cascade = false;
			$limit = [ 'edit' => $page['protect'], 'move' => $page['protect'] ];
			$wikiPage->doUpdateRestrictions( $limit, [], $cascade, $page['reason'], $user );
		}
	}
}

$maintClass = PopulateDemoWiki::class;
require_once RUN_MAINTENANCE_IF_MAIN;
