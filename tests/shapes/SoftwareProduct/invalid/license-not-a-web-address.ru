# expect: psgsh:SoftwareProduct-license sh:PatternConstraintComponent
# The value of “licence” is a script instead of a web address.
INSERT DATA { <id/product/example> dct:license <javascript:alert(1)> }
