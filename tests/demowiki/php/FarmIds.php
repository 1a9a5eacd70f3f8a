<?php
/**
 * Numbers accounts as Extension:CentralAuth does for wikis that share theirs: the number that one
 * has there may be another's here. Used where a test adds it to wgCentralIdLookupProviders.
 */
use MediaWiki\MediaWikiServices;
use MediaWiki\User\UserIdentity;

class FarmIds extends CentralIdLookup {
	public function isAttached( UserIdentity $user, $wikiId = UserIdentity::LOCAL ): bool {
		return true;
	}

	public function lookupCentralIds(
		array $idToName, $audience = self::AUDIENCE_PUBLIC, $flags = 0
	): array {
		$users = MediaWikiServices::getInstance()->getUserIdentityLookup();
		foreach ( $idToName as $id => $unknown ) {
			$user = $users->getUserIdentityByUserId( $id - 1 );
			$idToName[$id] = $user ? $user->getName() : $unknown;
		}
		return $idToName;
	}

	public function lookupUserNames(
		array $nameToId, $audience = self::AUDIENCE_PUBLIC, $flags = 0
	): array {
		$users = MediaWikiServices::getInstance()->getUserIdentityLookup();
		foreach ( $nameToId as $name => $unknown ) {
			$user = $users->getUserIdentityByName( $name );
			$nameToId[$name] = $user ? $user->getId() + 1 : $unknown;
		}
		return $nameToId;
	}
}
