# expect: psgsh:Channel-page sh:PatternConstraintComponent
# The value of “page” is a script instead of a web address.
INSERT DATA { <id/channel/example> foaf:page <javascript:alert(1)> }
