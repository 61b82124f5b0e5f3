# expect: psgsh:UserJourney-keyword sh:DatatypeConstraintComponent
# The value of “keyword” does not say in which language it is.
INSERT DATA { <id/journey/example> dcat:keyword "Text without a language" }
