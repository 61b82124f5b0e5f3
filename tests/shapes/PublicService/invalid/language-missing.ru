# expect: psgsh:PublicService-language-recommended sh:MinCountConstraintComponent
# The service has no language.
DELETE WHERE { <id/service/example> dct:language ?value }
