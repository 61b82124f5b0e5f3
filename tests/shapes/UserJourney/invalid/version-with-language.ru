# expect: psgsh:UserJourney-version sh:DatatypeConstraintComponent
# The value of “version” has a language tag.
INSERT DATA { <id/journey/example> dcat:version "text"@en }
