# expect: psgsh:LegalResource-page sh:PatternConstraintComponent
# The value of “page” is a script instead of a web address.
INSERT DATA { <id/regulation/example> foaf:page <javascript:alert(1)> }
