"""The payers with their clearinghouse (S12): they take claims, judge them, pay them."""
