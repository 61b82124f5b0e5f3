# expect: psgsh:Stack-currency sh:PatternConstraintComponent
# The value of “currency” is not an address from the expected list.
INSERT DATA { <id/stack/example> psg:currency <https://example.org/other> }
