<?php
namespace MediaWiki\Extension\OAuth;

use DateInterval;
use DateTimeImmutable;
use MediaWiki\MediaWikiServices;
use PDO;

/**
 * Consumers, approvals, codes and tokens, in an SQLite file of their own. The tests change the
 * same file from outside: that is how they revoke, disable and expire things.
 */
class Store {
	private const FOREVER = 31556908800;
	private PDO $pdo;

	private function __construct( string $path ) {
		$this->pdo = new PDO( "sqlite:$path" );
		$this->pdo->setAttribute( PDO::ATTR_DEFAULT_FETCH_MODE, PDO::FETCH_ASSOC );
		$this->pdo->exec( 'PRAGMA busy_timeout = 10000; PRAGMA synchronous = NORMAL' );
	}

	public static function get(): self {
		static $store;
		$store ??= new self( self::config( 'OAuthDatabase' ) );
		return $store;
	}

	public function consumers(): array {
		return $this->pdo->query( 'SELECT * FROM consumers ORDER BY id' )->fetchAll();
	}

	public function consumer( int $id ): ?array {
		return $this->row( 'SELECT * FROM consumers WHERE id = ?', [ $id ] );
	}

	public function consumerByKey( string $key ): ?array {
		return $this->row( 'SELECT * FROM consumers WHERE client_key = ?', [ $key ] );
	}

	public function approval( int $user, int $consumer ): ?array {
		return $this->row(
			'SELECT * FROM approvals WHERE user_id = ? AND consumer_id = ?', [ $user, $consumer ]
		);
	}

	public function approve( int $user, int $consumer, array $grants ): void {
		$this->write(
			'INSERT INTO approvals (user_id, consumer_id, grants, accepted) VALUES (?, ?, ?, ?)
			ON CONFLICT (user_id, consumer_id)
			DO UPDATE SET grants = excluded.grants, accepted = excluded.accepted',
			[ $user, $consumer, json_encode( $grants ), time() ]
		);
	}

	public function withdraw( int $user, int $consumer ): void {
		foreach ( [ 'DELETE FROM approvals', 'UPDATE tokens SET revoked = 1' ] as $statement ) {
			$this->write( "$statement WHERE user_id = ? AND consumer_id = ?", [ $user, $consumer ] );
		}
	}

	/** @return string a code for one use within ten minutes */
	public function issueCode( int $user, int $consumer, array $scopes, array $query ): string {
		$code = bin2hex( random_bytes( 496 ) );
		$this->write( 'INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)', [
			self::hash( $code ), $user, $consumer, $query['redirect_uri'] ?? null,
			json_encode( $scopes ), $query['code_challenge'] ?? null,
			$query['code_challenge_method'] ?? 'plain', microtime( true ) + 600
		] );
		return $code;
	}

	public function code( string $code ): ?array {
		return $this->row( 'SELECT * FROM codes WHERE hash = ?', [ self::hash( $code ) ] );
	}

	/** @return bool false when another request was quicker */
	public function useCode( string $code ): bool {
		return $this->write(
			'UPDATE codes SET used = 1 WHERE hash = ? AND used = 0', [ self::hash( $code ) ]
		);
	}

	/** @return array the answer of the token endpoint */
	public function issueTokens( int $user, array $consumer, array $scopes ): array {
		$lifetime = self::seconds( self::config( 'OAuth2GrantExpirationInterval' ) );
		$access = AccessTokenText::create( $user, $consumer['client_key'], $scopes, $lifetime );
		$refresh = bin2hex( random_bytes( 430 ) );
		$this->write(
			'INSERT INTO tokens (access_hash, refresh_hash, user_id, consumer_id, scopes,
			access_expires, refresh_expires) VALUES (?, ?, ?, ?, ?, ?, ?)',
			[
				self::hash( $access ), self::hash( $refresh ), $user, $consumer['id'],
				json_encode( $scopes ), microtime( true ) + $lifetime,
				microtime( true ) + self::seconds( self::config( 'OAuth2RefreshTokenTTL' ) )
			]
		);
		return [
			'token_type' => 'Bearer',
			'expires_in' => $lifetime,
			'access_token' => $access,
			'refresh_token' => $refresh,
		];
	}

	public function tokensByAccess( string $token ): ?array {
		return $this->row( 'SELECT * FROM tokens WHERE access_hash = ?', [ self::hash( $token ) ] );
	}

	public function tokensByRefresh( string $token ): ?array {
		return $this->row( 'SELECT * FROM tokens WHERE refresh_hash = ?', [ self::hash( $token ) ] );
	}

	/** @return bool false when they were revoked before, so that of two refreshes one wins */
	public function revoke( array $tokens ): bool {
		return $this->write(
			'UPDATE tokens SET revoked = 1 WHERE id = ? AND revoked = 0', [ $tokens['id'] ]
		);
	}

	private function row( string $statement, array $values ): ?array {
		$query = $this->pdo->prepare( $statement );
		$query->execute( $values );
		return $query->fetch() ?: null;
	}

	private function write( string $statement, array $values ): bool {
		$query = $this->pdo->prepare( $statement );
		$query->execute( $values );
		return $query->rowCount() > 0;
	}

	private static function hash( string $token ): string {
		return hash( 'sha256', $token );
	}

	/** @return mixed */
	private static function config( string $name ) {
		return MediaWikiServices::getInstance()->getMainConfig()->get( $name );
	}

	/** @param string|false $duration ISO 8601, or false or 'infinity' */
	private static function seconds( $duration ): int {
		if ( $duration === false || $duration === 'infinity' ) {
			return self::FOREVER;
		}
		$start = new DateTimeImmutable( '@0' );
		return $start->add( new DateInterval( $duration ) )->getTimestamp();
	}
}
