# expect: psgsh:ProfessionalRole-occupation sh:PatternConstraintComponent
# The value of “occupation” is a script instead of a web address.
INSERT DATA { <id/role/example> psg:occupation <javascript:alert(1)> }
