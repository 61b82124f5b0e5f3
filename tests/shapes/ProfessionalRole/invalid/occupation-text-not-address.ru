# expect: psgsh:ProfessionalRole-occupation sh:NodeKindConstraintComponent
# The value of “occupation” is text instead of an address.
INSERT DATA { <id/role/example> psg:occupation "https://example.org/first" }
