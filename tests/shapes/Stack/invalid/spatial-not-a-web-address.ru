# expect: psgsh:Stack-spatial sh:PatternConstraintComponent
# The value of “area” is a script instead of a web address.
INSERT DATA { <id/stack/example> dct:spatial <javascript:alert(1)> }
