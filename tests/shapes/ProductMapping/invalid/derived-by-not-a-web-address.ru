# expect: psgsh:ProductMapping-derivedBy sh:PatternConstraintComponent
# The value of “derived by” is a script instead of a web address.
INSERT DATA { <id/product-mapping/example> psg:derivedBy <javascript:alert(1)> }
