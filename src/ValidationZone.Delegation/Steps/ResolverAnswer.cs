using System.Net;
using ValidationZone.Delegation.Asking;

namespace ValidationZone.Delegation.Steps;

/// <summary>What one recursive resolver says of the validation domain name.</summary>
internal sealed record ResolverAnswer(IPEndPoint Server, Resolved Resolved);
