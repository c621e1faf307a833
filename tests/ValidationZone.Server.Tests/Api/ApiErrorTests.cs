using Microsoft.AspNetCore.Http;
using ValidationZone.Accounts;
using ValidationZone.Server.Api;

namespace ValidationZone.Server.Tests;

public sealed class ApiErrorTests
{
    [Fact]
    public void Every_update_outcome_has_a_status()
    {
        var statuses = Enum.GetValues<UpdateOutcome>().ToDictionary(
            outcome => outcome, outcome => ApiError.For(outcome)?.Status ?? 200);

        Assert.Equal(200, statuses[UpdateOutcome.Done]);
        Assert.Equal(401, statuses[UpdateOutcome.Forbidden]);
        Assert.Equal(409, statuses[UpdateOutcome.NotServed]);
        Assert.Equal(503, statuses[UpdateOutcome.StorageUnavailable]);
        Assert.Equal(429, statuses[UpdateOutcome.NameFull]);
        Assert.Equal(5, statuses.Count);
    }

    [Fact]
    public void Every_registration_outcome_has_a_status()
    {
        // The classic route neither takes a name nor an idempotency key.
        RegistrationOutcome[] possible =
        [
            .. Enum.GetValues<RegistrationOutcome>().Except(
            [
                RegistrationOutcome.NameTaken, RegistrationOutcome.Repeated, RegistrationOutcome.KeyReused,
            ]),
        ];
        var statuses = possible.ToDictionary(outcome => outcome, outcome => ApiError.For(outcome)?.Status ?? 201);

        Assert.Equal(201, statuses[RegistrationOutcome.Created]);
        Assert.Equal(401, statuses[RegistrationOutcome.TokenSpent]);
        Assert.Equal(503, statuses[RegistrationOutcome.StorageUnavailable]);
        Assert.Equal(507, statuses[RegistrationOutcome.Full]);
        Assert.Equal(4, statuses.Count);
    }

    [Theory]
    [InlineData(KeyTrialOutcome.Accepted, 200, null)]
    [InlineData(KeyTrialOutcome.Refused, 401, "forbidden")]
    [InlineData(KeyTrialOutcome.Busy, 503, "busy")]
    [InlineData(KeyTrialOutcome.StorageUnavailable, 503, "storage_unavailable")]
    public void Every_outcome_of_an_imported_key_has_a_status(KeyTrialOutcome outcome, int status, string? word)
    {
        ApiError? error = ApiError.For(outcome);

        Assert.Equal((status, word, status == 503), (error?.Status ?? 200, error?.Word, error?.RetryAfterSeconds > 0));
        Assert.Equal(4, Enum.GetValues<KeyTrialOutcome>().Length);
    }

    [Theory]
    [InlineData(413, "payload_too_large")]
    [InlineData(408, "request_timeout")]
    [InlineData(400, "bad_request")]
    [InlineData(499, "bad_request")]
    public void Refusals_of_the_server_itself_have_a_word(int status, string word)
    {
        Assert.Equal(word, ApiError.For(new BadHttpRequestException("any", status)).Word);
    }

    [Fact]
    public void Unavailable_storage_says_when_to_come_back()
    {
        Assert.Equal(5, ApiError.StorageUnavailable.RetryAfterSeconds);
    }
}
