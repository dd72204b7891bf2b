// SPDX-License-Identifier: MIT
pragma solidity >=0.8.20 <0.9.0;

/// @notice An account that gets a fixed share of what a release earns.
/// @param account The account: a person's, or the royalty account of a parent.
/// @param share The share in basis points: 10,000 are the whole.
struct Payee {
    address account;
    uint16 share;
}

/// @title Royalty account of a release
/// @notice Receives ether and ERC-20 tokens by plain transfers, and splits them by shares that never change. A payee
/// gets its share of all that ever came in, rounded down, less what it got before: whatever the order and number of
/// claims, nobody gets more than its share, and at most one unit per payee stays until more comes in.
/// @dev Income is what the balance shows. Of a token that takes a fee from a transfer, only what arrives counts, and
/// the payee bears the fee of its claim. A token that lowers balances by itself is refused while the balance lacks.
interface IRoyaltyAccount {
    /// @notice A payee was paid. The zero address is ether.
    event Paid(address indexed token, uint256 indexed index, address indexed account, uint256 amount);

    /// @notice Only the contract that mints releases sets the payees, once.
    error NotMinter(address caller);
    /// @notice The payees are set already.
    error AlreadySet();
    /// @notice A payee needs an account other than zero and this one, and a share above zero.
    error InvalidPayee(Payee payee);
    /// @notice The payees' shares are more than the whole.
    error SharesExceedWhole(uint256 sum);
    /// @notice There is no payee at this index.
    error UnknownPayee(uint256 index);
    /// @notice Nothing is due to this payee now.
    error NothingDue(address token, uint256 index);
    /// @notice The balance fell without a payment: the token rebases or was seized. Nothing is paid until it is back.
    error BalanceShrank(address token, uint256 received, uint256 before);
    /// @notice The transfer took another amount from this account than the one that was due.
    error WrongTransfer(address token, uint256 amount, uint256 taken);

    /// @notice Sets the payees. Only the contract that mints releases may call this.
    function initialize(Payee[] calldata payees) external;

    /// @notice Pays a payee all that is due to it. Anyone may call this: the money goes to the payee.
    /// @param token The ERC-20 token; the zero address for ether.
    /// @param index The payee's place in `payees`.
    /// @return amount The amount paid.
    function claim(address token, uint256 index) external returns (uint256 amount);

    /// @notice Returns what is due to a payee now.
    function due(address token, uint256 index) external view returns (uint256);

    /// @notice Returns all that ever came in.
    function received(address token) external view returns (uint256);

    /// @notice Returns all that was ever paid out.
    function paid(address token) external view returns (uint256);

    /// @notice Returns the payees in the order of their indices.
    function payees() external view returns (Payee[] memory);
}
