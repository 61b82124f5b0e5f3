# expect: psgsh:DataService-endpointDescription sh:PatternConstraintComponent
# The value of “endpoint description” is a script instead of a web address.
INSERT DATA { <id/api/example> dcat:endpointDescription <javascript:alert(1)> }
